"""The verdict: a pure function of evidence and homework."""

from __future__ import annotations

from grader.checks.judge import judge, titles

__all__ = ["judge", "titles"]
