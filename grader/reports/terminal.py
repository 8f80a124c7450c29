"""The report for people: in full for one program; for several, a line as each is finished, then a table."""

from __future__ import annotations

import shlex

from grader.model import Grading, Report, Text
from grader.reports import single
from grader.reports.page import STYLES, Page, Span
from grader.reports.wrapping import width
from grader.text import T

_NAME = 24  # columns a submission's name gets in the table


class Terminal:
    """Follows one call of `grade`. `total` is how many reports will come; `quiet` leaves one line for each."""

    def __init__(self, page: Page, total: int, *, quiet: bool) -> None:
        self._page = page
        self._total = total
        self._quiet = quiet
        self._done = 0
        self._live = total > 1 and not quiet and page.is_live

    def finished(self, report: Report) -> None:
        """One more report is there."""
        self._done += 1
        if self._quiet:
            self._page.line((self._page.harmless(report.submission), ""), ("  ", ""), (self._outcome(report), ""))
        elif self._total > 1:
            self._progress(report)

    def close(self, grading: Grading) -> None:
        """All that will come has come."""
        if self._live and self._done:
            self._page.rewrite("")
        if self._quiet:
            return
        if self._total == 1:
            for report in grading.reports:
                single.show(self._page, grading, report)
        else:
            self._table(grading)

    def _progress(self, report: Report) -> None:
        """`[ 3/30] carol  90/100`: rewritten in place on a terminal, a line of its own elsewhere."""
        place = f"[{self._done:>{len(str(self._total))}}/{self._total}] "
        words = f"{place}{self._page.harmless(report.submission)}  {self._outcome(report)}"
        if self._live:
            self._page.rewrite(_fitted(words, self._page.columns - 1))
        else:
            self._page.line((words, ""))

    def _outcome(self, report: Report) -> str:
        score = f"{report.score}/{report.max_score}"
        if report.status == "error":
            return self._page.say(T("not graded: {reason}", reason=report.error or T("{reason}", reason="")))
        if report.status == "review":
            return self._page.say(T("{score}, to be reviewed", score=score))
        return score

    def _table(self, grading: Grading) -> None:
        """Name, score, and the checks that did not pass."""
        page = self._page
        names = [page.harmless(report.submission) for report in grading.reports]
        widest = min(max(map(width, names), default=0), max(_NAME, page.columns // 3))
        page.line()
        for name, report in zip(names, grading.reports, strict=True):
            fitted = _fitted(name, widest)
            score = f"{report.score}/{report.max_score}" if report.checks else page.symbols["skip"]
            status = _status(report)
            lead: list[Span] = [
                (f" {page.symbols[status]} ", STYLES[status]),
                (fitted + " " * (widest - width(fitted)), ""),
                (f" {score:>7}  ", "bold"),
            ]
            page.block(lead, page.say(report.error) if report.error else _missing(report), "dim")
        page.line()
        for text in _summary(grading):
            page.block([], page.say(text))
        page.line()


def _status(report: Report) -> str:
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


def _summary(grading: Grading) -> list[Text]:
    statuses = [_status(report) for report in grading.reports]
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
        (each for each, status in zip(grading.reports, statuses, strict=True) if status == "fail"), None
    ):
        lines.append(T("The reasons, for one of them: {command}", command=f"grade {shlex.quote(example.path)}"))
    return lines


def _fitted(text: str, columns: int) -> str:
    """The text, or its beginning with an ellipsis, in so many columns."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"
