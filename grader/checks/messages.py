"""Whether each message was printed, in the journey: the text alone, whoever printed it."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, undecided, unknown, why_unknown
from grader.diagnosis import elsewhere, printing
from grader.diagnosis.limits import limited
from grader.diagnosis.why import Scene
from grader.matching import count
from grader.model import Event, Relay
from grader.text import T, role_name
from grader.view import Attempt, Case, cut, first, output


def message(case: Case, relay: Relay) -> Outcome:
    """After {stimulus} to the {catcher}, “{message}” is printed once"""
    expected = T(
        "“{message}” printed once, after {stimulus} to the {catcher}, and at no other time.",
        message=relay.message,
        stimulus=relay.stimulus,
        catcher=role_name(relay.catcher),
    )
    attempt = case.attempt("journey", relay)
    if attempt is None:
        return undecided(expected, case, None, "journey")
    scene = Scene(case, relay, attempt)
    times = count(relay, output(attempt.events))
    if times > 1:
        return failed(expected, elsewhere.printed_twice(scene, times))
    if times == 1:
        if any(count(relay, text) for text in attempt.other_outputs):
            return failed(expected, elsewhere.printed_elsewhere(scene))
        if cut(attempt.launch.events) or attempt.launch.failed:
            return unknown(expected, why_unknown(case, attempt, "journey"))
        return passed(expected, T("It was printed once, after {stimulus}.", stimulus=relay.stimulus))
    if not attempt.observed_to_the_end:
        return unknown(expected, why_unknown(case, attempt, "journey"))
    limit = _limit_before(attempt)
    if limit:
        return failed(expected, limited(limit))
    if cut(attempt.launch.events[: attempt.stop]):
        return unknown(expected, why_unknown(case, attempt, "journey"))
    return failed(expected, printing.why_no_message(scene))


def _limit_before(attempt: Attempt) -> Event | None:
    """The limit of the homework that the program had run into by then."""
    return first(attempt.launch.events[: attempt.stop], "limit")
