"""The page of one submission: its checks with their reasons, its file with the lines they name, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.locale.translate import Language, title
from grader.model import CheckResult, Grading, Report
from grader.reports.html.events import launches
from grader.reports.html.rows import Row
from grader.reports.html.source import LINES, lines
from grader.reports.visible import visible
from grader.reports.words import reasons, say

LONGEST_PATH = 300


def submission(grading: Grading, report: Report, rows: Sequence[Row], place: int, language: Language) -> dict[str, Any]:
    """The values of `submission.html`."""
    source = grading.source(report)
    marked = [(check.line, check.id) for check in report.checks if check.line is not None]
    shown = lines(source, marked, language) if source is not None else None
    checks = [_check(check, language, len(shown or ())) for check in report.checks]
    return {
        "title": visible(title(grading.homework, language), language),
        "row": rows[place],
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "path": visible(report.path, language, LONGEST_PATH),
        "sha256": report.sha256,
        "seconds": f"{report.seconds:.2f}",
        "isolation": grading.isolation,
        "grader": grading.grader,
        "checks": [check for check in checks if check["most"]],
        "advice": [check for check in checks if not check["most"]],
        "source": shown,
        "cut": shown is not None and len(shown) == LINES,
        "launches": launches(report, language),
    }


def _check(check: CheckResult, language: Language, lines_shown: int) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": say(check.title, language),
        "status": check.status,
        "points": check.points,
        "most": check.max_points,
        "reasons": [(say(label, language), say(words, language)) for label, words in reasons(check)],
        "line": check.line if check.line is not None and check.line <= lines_shown else None,
        "blocked_by": check.blocked_by,
        "explained": check.status != "pass" or check.hint is not None,
    }
