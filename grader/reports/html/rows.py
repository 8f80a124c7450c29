"""What the overview has of each submission: little enough to keep for a whole class."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass

from grader.locale.translate import Language
from grader.model import CheckResult, Report, Text
from grader.reports.visible import visible
from grader.reports.words import say, verdict

LETTERS = {"pass": "p", "fail": "f", "skip": "s", "inconclusive": "i"}
"""A check's status in the page's tables, where thousands of rows have many of them."""

_NAME = 100  # characters of a name that are shown
_SLUG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A check that failed: the word for the mistake (the check's id where nobody knows it), and what was seen."""

    slug: str
    check: str
    observed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One submission. `letters`: of LETTERS, one for each check; "" where there are none. `percent` of the points,
    rounded down, so that 100 is full marks. `kind`: full, part, review, error or absent."""

    name: str
    student: str
    page: str
    score: int
    most: int
    percent: int
    kind: str
    letters: str
    mistakes: tuple[Mistake, ...]
    reason: str


def row(report: Report, language: Language) -> Row:
    """The row of a report."""
    student = report.student
    known = (visible(each, language, _NAME) for each in (student.name, student.id) if each) if student else ()
    return Row(
        name=visible(report.submission, language, _NAME),
        student=" · ".join(known),
        page=f"pages/{file_name(report.submission)}",
        score=report.score,
        most=report.max_score,
        percent=report.score * 100 // report.max_score if report.max_score else 0,
        kind=_kind(report),
        letters="".join(LETTERS[check.status] for check in report.checks),
        mistakes=tuple(_mistake(check, language) for check in report.checks if check.status == "fail"),
        reason=_reason(report, language),
    )


def file_name(submission: str) -> str:
    """A name for the page that any file system takes: the readable part of the submission's, and what makes it unique,
    since some file systems do not tell `Ada` from `ada`."""
    readable = re.sub(r"[^\w.-]+", "_", submission, flags=re.ASCII).strip("._-")[:_SLUG]
    digest = hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}.html" if readable else f"{digest}.html"


def _kind(report: Report) -> str:
    if report.absent:
        return "absent"
    if report.status != "graded":
        return report.status
    return "full" if all(check.status == "pass" for check in report.checks if check.max_points) else "part"


def _mistake(check: CheckResult, language: Language) -> Mistake:
    return _shared(check.diagnosis or check.id, check.id, say(check.observed or check.title, language))


@functools.lru_cache(maxsize=1024)
def _shared(slug: str, check: str, observed: str) -> Mistake:
    """One object for a mistake that many make: a large class fits in less memory."""
    return Mistake(slug=slug, check=check, observed=observed)


def _reason(report: Report, language: Language) -> str:
    """Why someone has to look at it."""
    if report.status == "graded" or report.absent:
        return ""
    texts: list[Text] = [verdict(report)]
    if report.status == "review":
        texts = [each.observed or each.title for each in report.checks if each.status == "inconclusive"]
    return say(texts[0], language) if texts else ""
