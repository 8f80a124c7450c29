"""Reports made by hand, and what the terminal shows of them."""

from __future__ import annotations

import io

from grader.homework import load
from grader.locale.translate import Language
from grader.model import CheckResult, CheckStatus, Grading, Report, ReportStatus, Text
from grader.reports.page import Page
from grader.reports.terminal import Terminal
from grader.text import T

HOMEWORK = load()


class Screen(io.StringIO):
    """A terminal that keeps what was written to it."""

    encoding = "utf-8"

    def __init__(self, tty: bool = False) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def check(check_id: str, status: CheckStatus, words: str = "words", blocked_by: str | None = None) -> CheckResult:
    most = HOMEWORK.points[check_id]
    return CheckResult(
        id=check_id,
        title=T("The driver and its child, the conductor, are both alive after start-up"),
        status=status,
        points=most if status == "pass" else 0,
        max_points=most,
        expected=T("{reason}", reason="what was due"),
        observed=T("{reason}", reason=words),
        hint=None if status == "pass" else T("{reason}", reason="what to mend"),
        blocked_by=blocked_by,
    )


def report(name: str = "alice", error: Text | None = None, **changed: CheckStatus) -> Report:
    """A report with every check passed but for those named (with _ for the dot)."""
    statuses = {check_id: changed.get(check_id.replace(".", "_"), "pass") for check_id in HOMEWORK.check_ids()}
    checks = tuple(
        check(check_id, status, blocked_by="processes" if status == "skip" else None)
        for check_id, status in statuses.items()
    )
    status: ReportStatus = "error" if error else "review" if "inconclusive" in statuses.values() else "graded"
    return Report(
        submission=name,
        path=f"submissions/{name}.py",
        sha256="0" * 64,
        status=status,
        score=0 if error else sum(each.points for each in checks),
        max_score=100,
        seconds=0.2,
        error=error,
        checks=() if error else checks,
        timeline=(),
    )


def shown(*reports: Report, language: Language = "en", quiet: bool = False, screen: Screen | None = None) -> str:
    stream = screen or Screen()
    terminal = Terminal(Page(stream, language), len(reports), quiet=quiet)
    terminal.begin()
    for each in reports:
        terminal.finished(each)
    terminal.close(Grading(homework=HOMEWORK, grader="1", isolation="none", reports=reports))
    return stream.getvalue()
