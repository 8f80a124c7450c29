"""Observes programs and judges what was observed, several at once; a tool of the tests, and a script by itself.

    python tests/observing.py OUT JOBS < TASKS

TASKS is JSON: [{"file": ..., "python": ..., "isolation": ...}, ...]. For each one OUT/<number>.json is written, with
the number of its place in TASKS: {"evidence": ..., "checks": [...], "left": [...]}, `left` being processes not ended.
It is a process of its own, because its pool is made by forking, which a process with threads should not do.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import TypedDict

import msgspec

from grader import checks, evidence, grading, homework
from grader.kernel import proc
from grader.model import Isolation
from grader.shells import Shells
from grader.submissions import Candidate, Unusable, read


class Task(TypedDict):
    """What to observe, with which interpreter, behind which walls."""

    file: str
    python: str
    isolation: Isolation


def observe(task: Task, out: Path) -> None:
    """Observe and judge one program."""
    submission = read(Candidate(name=Path(task["file"]).stem, path=task["file"]))
    assert not isinstance(submission, Unusable), submission
    bus = homework.load()
    options = grading.Options(python=task["python"], isolation=task["isolation"])
    with Shells() as shells:
        found = grading.observe(submission, bus, options, shells)
    saved = {
        "evidence": evidence.save(found).decode(),
        "checks": msgspec.to_builtins(checks.judge(found, bus)),
        "left": [pid for pid in proc.descendants(os.getpid()) if proc.is_alive(pid)],
    }
    out.write_text(json.dumps(saved), encoding="utf-8")


def main(out: Path, jobs: int) -> None:
    """All tasks, given on standard input."""
    tasks: list[Task] = json.load(sys.stdin)
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        pool.starmap(observe, ((task, out / f"{number}.json") for number, task in enumerate(tasks)), chunksize=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
