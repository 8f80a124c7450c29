"""Reports made by hand, and what the terminal shows of them."""

from __future__ import annotations

import io
from dataclasses import replace

from grader.locale.translate import Language
from grader.model import CheckResult, CheckStatus, Grading, Report, Text
from grader.reports.page import Page
from grader.reports.terminal import Terminal
from grader.text import T

from . import classes

HOMEWORK = classes.HOMEWORK


class Screen(io.StringIO):
    """A terminal that keeps what was written to it."""

    encoding = "utf-8"

    def __init__(self, tty: bool = False) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def check(check_id: str, status: CheckStatus, words: str = "words", blocked_by: str | None = None) -> CheckResult:
    """One as a student reads it in full."""
    return replace(
        classes.check(check_id, status, words=words),
        title=T("The driver and its child, the conductor, are both alive after start-up"),
        expected=T("{reason}", reason="what was due"),
        hint=None if status == "pass" else T("{reason}", reason="what to mend"),
        blocked_by=blocked_by,
    )


def report(name: str = "alice", error: Text | None = None, **changed: CheckStatus) -> Report:
    """A report with every check passed but for those named (with _ for the dot)."""
    if error:
        return replace(classes.ungraded(name), error=error)
    statuses = {check_id: changed.get(check_id.replace(".", "_"), "pass") for check_id in HOMEWORK.check_ids()}
    checks = tuple(
        check(check_id, status, blocked_by="processes" if status == "skip" else None)
        for check_id, status in statuses.items()
    )
    undecided = [check_id for check_id, status in statuses.items() if status == "inconclusive"]
    return replace(classes.graded(name, undecided=undecided), score=sum(each.points for each in checks), checks=checks)


def shown(*reports: Report, language: Language = "en", quiet: bool = False, screen: Screen | None = None) -> str:
    stream = screen or Screen()
    terminal = Terminal(Page(stream, language), len(reports), quiet=quiet)
    terminal.begin()
    for each in reports:
        terminal.finished(each)
    terminal.close(Grading(homework=HOMEWORK, grader="1", isolation="none", reports=reports))
    return stream.getvalue()
