"""Made-up results of a class, for the tests of reports: no program is run."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import BinaryIO

from grader.homework import load
from grader.locale.translate import Language, render
from grader.model import CheckResult, CheckStatus, Event, Grading, Report, Student, Text
from grader.text import T

HOMEWORK = load()
MOST = sum(HOMEWORK.points.values())
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202eevil\x00\ud800&amp;\"'=1+1"
"""What a student may write anywhere: markup, terminal escapes, bidi, NUL, a lone surrogate, a formula."""

PROGRAM = b"import os\n\nos.kill(os.getppid(), 10)\nprint('hello')\n"


def check(id_: str, status: CheckStatus, *, words: str = "x", line: int | None = None) -> CheckResult:
    points = HOMEWORK.points[id_]
    return CheckResult(
        id=id_,
        title=T("driver"),
        status=status,
        points=points if status == "pass" else 0,
        max_points=points,
        expected=T("{text}", text="what was expected"),
        observed=T("{text}", text=words),
        hint=T("{text}", text=f"hint: {words}") if status == "fail" else None,
        blocked_by="processes" if status == "skip" else None,
        diagnosis=f"mistake-{id_.replace('.', '-')}" if status == "fail" else None,
        line=line if status == "fail" else None,
    )


def graded(
    name: str,
    *,
    fail: Collection[str] = (),
    skip: Collection[str] = (),
    undecided: Collection[str] = (),
    student: Student | None = None,
    words: str = "x",
    line: int | None = None,
    timeline: tuple[Event, ...] = (),
) -> Report:
    """A report with every check passed but for those named; `words` is what the student's program printed."""

    def status(id_: str) -> CheckStatus:
        return "fail" if id_ in fail else "skip" if id_ in skip else "inconclusive" if id_ in undecided else "pass"

    checks = tuple(check(id_, status(id_), words=words, line=line) for id_ in HOMEWORK.check_ids())
    return Report(
        submission=name,
        path=f"submissions/{name}.py",
        sha256="0" * 64,
        status="review" if undecided else "graded",
        score=sum(each.points for each in checks),
        max_score=MOST,
        seconds=0.25,
        error=None,
        checks=checks,
        timeline=timeline,
        student=student,
    )


def ungraded(name: str, *, absent: bool = False, student: Student | None = None) -> Report:
    """A report on a file that cannot be graded, or on a student who handed none in."""
    return Report(
        submission=name,
        path=f"submissions/{name}.py",
        sha256="",
        status="error",
        score=0,
        max_score=MOST,
        seconds=0.0,
        error=T("not handed in") if absent else T("is not a regular file"),
        checks=(),
        timeline=(),
        student=student,
        absent=absent,
    )


class Lazy(Collection[Report]):
    """Reports that are made again in each pass, as those of a gradebook are."""

    def __init__(self, names: Sequence[str], make: Callable[[str], Report]) -> None:
        self.names = names
        self.make = make
        self.passes = 0

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Report]:
        self.passes += 1
        return map(self.make, self.names)

    def __contains__(self, report: object) -> bool:
        return any(each == report for each in self)


def grading(*reports: Report, lazy: Collection[Report] | None = None) -> Grading:
    found = lazy if lazy is not None else reports
    return Grading(homework=HOMEWORK, grader="1.2.3", isolation="bwrap", reports=found, source=lambda _report: PROGRAM)


def written(write: Callable[[Grading, Language, BinaryIO], None], whole: Grading, language: Language = "en") -> bytes:
    out = io.BytesIO()
    write(whole, language, out)
    return out.getvalue()


def said(texts: Iterable[Text]) -> str:
    """Remarks in English, one a line."""
    return "\n".join(render(each, "en") for each in texts)
