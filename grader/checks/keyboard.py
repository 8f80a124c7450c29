"""The keys at the terminal: both processes get the signal at once. Advice, unless a teacher gives points for it."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, skipped, undecided
from grader.diagnosis import elsewhere, keys, printing
from grader.diagnosis.why import Scene
from grader.matching import count
from grader.model import Relay
from grader.text import T
from grader.view import ROLES, Case, cut, other, output, own_limit

KEYS = {"interrupt": "Ctrl+C", "quit": "Ctrl+\\", "suspend": "Ctrl+Z"}


def keyboard(case: Case, relay: Relay, printed: Outcome) -> Outcome:
    """{key} at the terminal does what {stimulus} does

    `printed` is the outcome of the relay's message: where that failed, the key has nothing to be held against. (A text
    that is printed unasked now and then comes once, twice or not at all after a key, as it happens.)
    """
    final = relay.id == case.homework.final
    key = KEYS.get(relay.key or "", relay.stimulus)
    expected = T("{key} has “{message}” printed once, and both processes live on.", key=key, message=relay.message)
    if final:
        expected = T("{key} has “{message}” printed once, and then both processes end.", key=key, message=relay.message)
    attempt = case.attempt("keyboard", relay)
    if printed.status == "fail":
        return skipped(expected, f"{relay.id}.message")
    if attempt is None:
        journey = case.attempt("journey", relay)
        if journey and own_limit(journey.events):  # then there was no point in trying keys
            return undecided(expected, case, journey, "journey")
        return undecided(expected, case, None, "keyboard")
    scene = Scene(case, relay, attempt)
    gone = [event.role for event in attempt.events if event.event == "ended" and event.role]  # in their order
    times = count(relay, output(attempt.events))
    if times > 1:
        return failed(expected, elsewhere.printed_twice(scene, times))
    if own_limit(attempt.events) and len(gone) < len(ROLES):
        return undecided(expected, case, attempt, "keyboard")
    if gone and not final:
        return failed(expected, keys.killed(scene, key, gone[0]))
    if not attempt.observed_to_the_end or cut(attempt.events):
        return undecided(expected, case, attempt, "keyboard")
    stopped = next((role for role in ROLES if attempt.facts(role, "after").get("state") == "T"), None)
    if stopped:
        return failed(expected, keys.stopped(scene, key, stopped))
    if times == 0:
        return failed(expected, printing.why_no_message(scene))
    leaving = (case.homework.first_out, other(case.homework.first_out))  # the other one may wait for the first
    stayed = next((role for role in leaving if role not in gone and attempt.facts(role, "after")), None)
    if final and stayed:
        return failed(expected, keys.stays(scene, key, stayed))
    if final and len(gone) < len(ROLES):
        return undecided(expected, case, attempt, "keyboard")
    if final:
        return passed(expected, T("It was printed once, and both have ended."))
    return passed(expected, T("It was printed once, and both live on."))
