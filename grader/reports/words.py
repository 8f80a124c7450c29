"""What every written report says about a check, as plain sentences; each format only lays them out."""

from __future__ import annotations

from collections.abc import Sequence

from grader.locale.translate import Language, render
from grader.model import CheckResult, Report, Text
from grader.reports.visible import visible
from grader.text import T


def say(text: Text, language: Language) -> str:
    """The sentence, on one line; a student's words in it are printable and not endless."""
    return render(text, language, lambda words: visible(words, language))


def reasons(check: CheckResult) -> list[tuple[Text, Text]]:
    """What was expected, what was seen instead, and the hint: a label and a sentence for each that the check has."""
    if check.status == "skip":
        return [(T("not reached"), needs(check))]
    rows = [
        (T("expected"), check.expected),
        (T("undecided") if check.status == "inconclusive" else T("observed"), check.observed),
        (T("hint"), check.hint),
    ]
    return [(label, words) for label, words in rows if words is not None]


def needs(check: CheckResult) -> Text:
    """Why a check was not reached."""
    return T("needs {check} first", check=check.blocked_by or "")


def explained(check: CheckResult, language: Language) -> str:
    """The reasons as lines of plain text: `label: sentence`."""
    return "\n".join(say(T("{label}: {words}", label=label, words=words), language) for label, words in reasons(check))


def not_passed(report: Report) -> list[CheckResult]:
    """The checks someone should look at: those that cost points first, none that were not reached."""
    shown = [check for check in report.checks if check.status in ("fail", "inconclusive")]
    return sorted(shown, key=lambda check: not check.max_points)


def verdict(report: Report) -> Text:
    """The outcome in a few words."""
    score = f"{report.score}/{report.max_score}"
    if report.absent:
        return T("not handed in")
    if report.error is not None:
        return T("not graded: {reason}", reason=report.error)
    if report.status == "review":
        return T("{score}, to be reviewed", score=score)
    return T("{score}", score=score)


def decided(report: Report) -> bool:
    """Whether the score can go into a gradebook: what is undecided is a teacher's to decide, and costs no points.

    Advice that could not be decided is to be reviewed as well, and changes no score.
    """
    unknown = {check.id for check in report.checks if check.status == "inconclusive"}
    open_points = any(check.max_points and {check.id, check.blocked_by} & unknown for check in report.checks)
    return report.absent or (report.status != "error" and not open_points)


def names(found: Sequence[str], language: Language, most: int = 10) -> str:
    """Some names for a sentence, and how many more there are."""
    listed = ", ".join(visible(each, language, 60) for each in found[:most])
    if len(found) <= most:
        return listed
    return render(T("{names} and {count} more", names=listed, count=len(found) - most), language)
