"""Several gradings of one submission made one report: what varies is for a person to decide.

A check that did not come out the same each time is `inconclusive`, its `observed` says how often it did what, and so
the submission goes to review: a program that works now and then is neither right nor wrong, and no machine should take
points for the one or give them for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.model import CheckResult, CheckStatus, Report, Text
from grader.text import T


def merged(reports: Sequence[Report]) -> Report:
    """One report of all these on the same submission; its timeline is that of the one with the lowest score."""
    if len(reports) == 1:
        return reports[0]
    worst = min(reports, key=lambda each: (each.status != "error", each.score))
    seconds = round(sum(each.seconds for each in reports), 3)
    if worst.status == "error":
        return replace(worst, seconds=seconds)
    checks = tuple(_check([report.checks[place] for report in reports]) for place in range(len(worst.checks)))
    undecided = any(check.status == "inconclusive" for check in checks)
    return replace(
        worst,
        checks=checks,
        status="review" if undecided else "graded",
        score=sum(check.points for check in checks),
        seconds=seconds,
    )


def _check(results: Sequence[CheckResult]) -> CheckResult:
    """The same check, several times."""
    counts = Counter(result.status for result in results)
    if len(counts) == 1:
        return results[0]
    failed = next((result for result in results if result.status == "fail"), None)
    told = failed or next(result for result in results if result.status != "pass")
    return replace(
        told,
        status="inconclusive",
        points=0,
        blocked_by=None,
        observed=_observed(counts, told),
    )


def _observed(counts: Counter[CheckStatus], told: CheckResult) -> Text:
    """How often it did what, then what was seen when it did not pass."""
    text = T(
        "unstable: graded {total} times, the same program passed {passed}, failed {failed}, was not reached {skipped} "
        "and undecided {undecided} times",
        total=counts.total(),
        passed=counts["pass"],
        failed=counts["fail"],
        skipped=counts["skip"],
        undecided=counts["inconclusive"],
    )
    return T("{first}; {second}", first=text, second=told.observed) if told.observed else text
