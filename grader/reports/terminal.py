"""The report for people: in full for one program; for several, a line as each is finished, then a table."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Grading, Report, Text
from grader.reports import single
from grader.reports.page import STYLES, Page, Span
from grader.reports.wrapping import width
from grader.text import T

if TYPE_CHECKING:
    from grader.reports.progress import Progress

_SHORTEST = 8  # columns that a name gets beside an outcome of whatever length
_NAME = 24  # columns a submission's name gets in the table


class Terminal:
    """Follows one call of `grade`. `total` is how many reports will come; `quiet` leaves one line for each."""

    def __init__(self, page: Page, total: int, *, quiet: bool) -> None:
        self._page = page
        self._total = total
        self._quiet = quiet
        self._done = 0
        self._live: Progress | None = None

    def begin(self) -> None:
        """The grading begins; what shows its progress has to be taken away by `end`."""
        if self._total > 1 and not self._quiet and self._page.is_live:
            from grader.reports.progress import Progress  # noqa: PLC0415 - only for several, and on a terminal

            self._live = Progress(self._page, self._total)

    def finished(self, report: Report, *, kept: bool = False) -> None:
        """One more report is there; `kept`: it was before."""
        self._done += 1
        if self._quiet:
            self._page.line((self._page.harmless(report.submission), ""), ("  ", ""), (self._outcome(report), ""))
        elif self._total > 1:
            self._progress(report, kept=kept)

    def close(self, grading: Grading) -> None:
        """All that will come has come."""
        self.end()
        if self._quiet:
            return
        if self._total == 1:
            for report in grading.reports:
                single.show(self._page, grading, report)
        else:
            self._table(grading)

    def end(self) -> None:
        """Take the progress off the screen, which a terminal needs however the command ends."""
        if self._live:
            self._live.close()
            self._live = None

    def _progress(self, report: Report, *, kept: bool) -> None:
        """`[ 3/30] carol  90/100`: a line among the last ones on a terminal, a line of its own elsewhere."""
        place = f"[{self._done:>{len(str(self._total))}}/{self._total}] "
        name, outcome = self._named(report), f"  {self._outcome(report)}"
        if self._live is None:
            self._page.line((f"{place}{name}{outcome}", ""))
            return
        room = self._page.columns - width(place) - width(outcome)  # the outcome is what is waited for
        self._live.finished((f"{place}{_fitted(name, max(room, _SHORTEST))}{outcome}", ""), kept=kept)

    def _named(self, report: Report) -> str:
        """The submission's name, and the student's where it says more."""
        name, student = report.submission, report.student
        if student and student.name and student.name not in name:
            name = f"{name} {student.name}"
        return self._page.harmless(name)

    def _outcome(self, report: Report) -> str:
        score = f"{report.score}/{report.max_score}"
        if report.status == "error":
            return self._page.say(T("not graded: {reason}", reason=report.error or T("{reason}", reason="")))
        if report.status == "review":
            return self._page.say(T("{score}, to be reviewed", score=score))
        return score

    def _table(self, grading: Grading) -> None:
        """Name, score, and the checks that did not pass; the reports are gone through once."""
        page = self._page
        rows = [self._row(report) for report in grading.reports]
        widest = min(max((width(row.name) for row in rows), default=0), max(_NAME, page.columns // 3))
        page.line()
        for row in rows:
            fitted = _fitted(row.name, widest)
            lead: list[Span] = [
                (f" {page.symbols[row.status]} ", STYLES[row.status]),
                (fitted + " " * (widest - width(fitted)), ""),
                (f" {row.score:>7}  ", "bold"),
            ]
            page.block(lead, row.words, "dim")
        page.line()
        for text in _summary(rows):
            page.block([], page.say(text))
        page.line()

    def _row(self, report: Report) -> _Row:
        scored = report.checks or report.absent
        return _Row(
            status=_status(report),
            name=self._named(report),
            score=f"{report.score}/{report.max_score}" if scored else self._page.symbols["skip"],
            words=self._page.say(report.error) if report.error else _missing(report),
            path=report.path,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A line of the table."""

    status: str
    name: str
    score: str
    words: str
    path: str


def _status(report: Report) -> str:
    if report.absent:
        return "fail"
    if report.status != "graded":
        return "inconclusive"
    return "pass" if all(check.status == "pass" for check in report.checks if check.max_points) else "fail"


def _missing(report: Report) -> str:
    """The ids of the checks to look at; those that were merely not reached say nothing new."""
    shown = [
        f"{check.id}?" if check.status == "inconclusive" else check.id
        for check in report.checks
        if check.status == "inconclusive" or (check.status == "fail" and check.max_points)
    ]
    return ", ".join(shown)


def _summary(rows: Sequence[_Row]) -> list[Text]:
    statuses = [row.status for row in rows]
    lines = [
        T(
            "Submissions: {count}. Full marks: {full}. With mistakes: {mistakes}. To be looked at: {review}.",
            count=len(statuses),
            full=statuses.count("pass"),
            mistakes=statuses.count("fail"),
            review=statuses.count("inconclusive"),
        )
    ]
    if example := next(
        (row.path for row in rows if row.status == "fail" and row.path and ".zip/" not in row.path), None
    ):
        lines.append(T("The reasons, for one of them: {command}", command=f"grade {shlex.quote(example)}"))
    return lines


def _fitted(text: str, columns: int) -> str:
    """The text, or its beginning with an ellipsis, in so many columns."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"
