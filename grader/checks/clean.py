"""What the program leaves behind. Advice, unless a teacher gives points for it."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, skipped, undecided
from grader.diagnosis.leaving import left_behind
from grader.diagnosis.why import Scene
from grader.text import T
from grader.view import Case, first, own_limit


def clean(case: Case, ordered: Outcome) -> Outcome:
    """Nothing of the program is left when the driver has ended

    `ordered` is the outcome of `exit.order`: a driver that never ends leaves nothing behind yet.
    """
    expected = T("No process of the program left when the driver has ended, running or zombie.")
    relay = case.homework.relay(case.homework.final)
    attempt = case.attempt("journey", relay)
    if attempt is None:
        return undecided(expected, case, None, "journey")
    left = first(attempt.events, "left")
    if left:
        return failed(expected, left_behind(Scene(case, relay, attempt), left))
    ended = [each.role for each in attempt.events if each.event == "ended" and each.role]
    if ordered.why and ended == ["driver", "conductor"]:
        return failed(expected, ordered.why)  # it was still there, though it has ended since
    # Only a look for what is left proves that nothing is: `rest` is the wait for it, once the driver has ended.
    looked = any(e.event == "waited" and e.data.get("awaiting") == "rest" for e in attempt.events)
    if looked and attempt.observed_to_the_end:
        return passed(expected, T("Nothing was left."))
    if own_limit(attempt.events):
        return undecided(expected, case, attempt, "journey")
    if ordered.status in ("fail", "skip") and not first(attempt.events, "ended", "driver"):
        return skipped(expected, "exit.order" if ordered.status == "fail" else ordered.blocked_by or "exit.order")
    return undecided(expected, case, attempt, "journey")
