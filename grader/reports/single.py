"""The report on one program: every check with its reasons, the score, and what to do next."""

from __future__ import annotations

from grader.locale.translate import title
from grader.model import CheckResult, Grading, Report, Text
from grader.reports.page import STYLES, Page, Span
from grader.reports.wrapping import width
from grader.text import T

_POINTS = 5  # columns of "10/10"


def show(page: Page, grading: Grading, report: Report) -> None:
    """Print it."""
    page.line()
    page.block(
        [],
        f"{title(grading.homework, page.language)} {page.symbols['dot']} {page.harmless(report.submission)}",
        "bold",
    )
    page.block([], page.say(_origin(grading, report)), "dim")
    page.line()
    if report.error is not None:
        page.block([(f" {page.symbols['inconclusive']} ", STYLES["inconclusive"])], page.say(_not_graded(report.error)))
    for check in report.checks:
        if check.max_points:
            _show(page, check)
    advice = [check for check in report.checks if not check.max_points]
    if advice:
        page.line()
        page.block([], page.say(T("Advice (worth no points)")), "bold")
        for check in advice:
            _show(page, check)
    page.line()
    if report.checks:
        _score(page, report)
    _next(page, report)
    page.line()


def _origin(grading: Grading, report: Report) -> Text:
    if grading.isolation == "none":
        return T("{path}, run without isolation", path=report.path)
    return T("{path}, run in isolation by {tool}", path=report.path, tool=grading.isolation)


def _not_graded(error: Text) -> Text:
    return T("This could not be graded: {reason}", reason=error)


def _show(page: Page, check: CheckResult) -> None:
    style = STYLES[check.status]
    points = f"{check.points}/{check.max_points}" if check.max_points else ""
    lead: list[Span] = [(f" {page.symbols[check.status]} ", style)]
    if check.max_points:
        lead.append((f"{points:>{_POINTS}} ", style if check.status != "pass" else ""))
    words = f"{page.say(check.title)} [{check.id}]"
    if check.status == "skip":
        page.block(lead, f"{words} {page.say(T('needs {check} first', check=check.blocked_by or ''))}", "dim")
        return
    page.block(lead, words)
    if check.status != "pass" or check.hint:
        _reasons(page, check, sum(width(text) for text, _style in lead))


def _reasons(page: Page, check: CheckResult, indent: int) -> None:
    """What stands below a check that did not pass, or passed with a remark: a row for each sentence that it has."""
    rows = [
        (T("expected"), check.expected),
        (T("undecided") if check.status == "inconclusive" else T("observed"), check.observed),
        (T("hint"), check.hint),
    ]
    shown = [(page.say(label), page.say(words)) for label, words in rows if words is not None]
    widest = max((width(label) for label, _words in shown), default=0)
    for label, words in shown:
        padding = " " * (widest - width(label))
        page.block([(" " * indent, ""), (f"{label}{padding} {page.symbols['bar']} ", "dim")], words)


def _score(page: Page, report: Report) -> None:
    style = "bold green" if report.score == report.max_score else "bold"
    page.line((page.symbols["line"] * min(page.columns, 60), "dim"))
    page.block([], page.say(T("Score: {score} out of {most}", score=report.score, most=report.max_score)), style)


def _next(page: Page, report: Report) -> None:
    """What to do now; for the grader's own troubles too."""
    for text in _steps(report):
        page.block([], page.say(text))


def _steps(report: Report) -> list[Text]:
    if report.status == "error":
        return []
    steps = []
    if undecided := sum(check.status == "inconclusive" for check in report.checks):
        steps.append(
            T(
                "Undecided checks: {count}. That is not your fault, and a teacher will look at them; "
                "grade --doctor says what this machine lacks.",
                count=undecided,
            )
        )
    failed = [check for check in report.checks if check.status == "fail"]
    pointed = [check for check in failed if check.max_points]
    if pointed:
        check = pointed[0].id
        if waiting := sum(each.blocked_by == check for each in report.checks):
            steps.append(T("Next: start with [{check}]; checks that wait for it: {count}.", check=check, count=waiting))
        else:
            steps.append(T("Next: start with [{check}].", check=check))
    elif report.score == report.max_score:
        steps.append(T("Full marks. Well done!"))
    if failed and not pointed:
        steps.append(T("If you like, mend [{check}] too; it costs no points.", check=failed[0].id))
    return steps
