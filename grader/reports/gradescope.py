"""The result of one submission as Gradescope's results.json, a test for each check.

Fields as in Gradescope's specification of autograders. All texts are of the format `text`, so nothing a student wrote
is read as HTML or Markdown there. Every test is visible: one hidden test would hide the total from the student.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from grader.locale.translate import Language
from grader.model import CheckResult, Grading, Report
from grader.reports.words import explained, say, verdict


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """UTF-8. There has to be exactly one submission: Gradescope runs an autograder once for each."""
    (report,) = grading.reports
    whole = _results(report, grading, language)
    out.write(f"{json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode())


def _results(report: Report, grading: Grading, language: Language) -> dict[str, Any]:
    return {
        "score": report.score,
        "execution_time": report.seconds,
        "output": say(verdict(report), language),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",  # the report on the screen says the same again
        "extra_data": {
            "grader": grading.grader,
            "homework": grading.homework.name,
            "sha256": report.sha256,
            "status": report.status,
        },
        "tests": [_test(number, check, language) for number, check in enumerate(report.checks, 1)],
    }


def _test(number: int, check: CheckResult, language: Language) -> dict[str, Any]:
    """Gradescope knows passed and failed only; the tags have the rest. A number is a string there."""
    return {
        "name": say(check.title, language),
        "name_format": "text",
        "number": str(number),
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status == "pass" else "failed",
        "output": "" if check.status == "pass" and not check.hint else explained(check, language),
        "output_format": "text",
        "tags": [check.id, check.status, *(["advice"] if not check.max_points else [])],
        "visibility": "visible",
        "extra_data": {"id": check.id, "status": check.status},
    }
