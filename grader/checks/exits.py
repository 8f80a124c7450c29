"""The last stop: who leaves first, and whether the other one really waits for that."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, skipped, undecided
from grader.diagnosis import leaving
from grader.diagnosis.arrivals import arrivals
from grader.diagnosis.why import Scene
from grader.model import Event, Role
from grader.text import T, role_name
from grader.view import ROLES, Attempt, Case, first, other, own_limit


def order(case: Case, told: Outcome) -> Outcome:
    """At the last stop the {first} leaves, then the {last}

    `told` is the outcome of the last relay: where that failed and nobody left, there was nothing to see.
    """
    relay = case.homework.relay(case.homework.final)
    first_out = case.homework.first_out
    last_out = other(first_out)
    values = {"first": role_name(first_out), "last": role_name(last_out)}
    expected = T(
        "After {stimulus} both end by themselves, the {first} before the {last}.", stimulus=relay.stimulus, **values
    )
    attempt = case.attempt("journey", relay)
    if attempt is None:
        return undecided(expected, case, None, "journey")
    scene = Scene(case, relay, attempt)
    quick, slow = _end(attempt, first_out), _end(attempt, last_out)
    if (quick is None or slow is None) and own_limit(attempt.events):  # the one that ended was killed for it, perhaps
        return undecided(expected, case, attempt, "journey")
    early = slow is not None and (quick is None or slow < quick)
    if slow is not None and early and not _waited(attempt.events[slow], case.attempt("held", relay), first_out):
        return failed(expected, leaving.left_first(scene, last_out, attempt.events[slow]))
    if quick is not None and slow is not None:
        remark = leaving.killed_at_last(scene, first_out, attempt.events[quick])
        return passed(expected, T("The {first} left first, then the {last}.", **values), remark)
    if not attempt.observed_to_the_end or _lost(attempt):
        return undecided(expected, case, attempt, "journey")
    if quick is not None:
        return failed(expected, leaving.never_leaves(scene, last_out))
    if told.status == "fail":
        return skipped(expected, f"{relay.id}.relay")
    return failed(expected, leaving.nobody_leaves(scene))


def waits(case: Case, told: Outcome, ordered: Outcome) -> Outcome:
    """The {last} waits for the {first}, however long it takes

    Held still, the first one cannot leave: a driver that only sleeps for a while, or leaves when it has heard the
    message, is gone by then. `told` and `ordered` are the outcomes of the last relay and of `exit.order`.
    """
    relay = case.homework.relay(case.homework.final)
    first_out = case.homework.first_out
    last_out = other(first_out)
    values = {"first": role_name(first_out), "last": role_name(last_out)}
    expected = T("The {last} stays while the {first} is held still, and leaves when the {first} has left.", **values)
    held = case.attempt("held", relay)
    if held is None or not first(held.events, "frozen", first_out) or not held.stimulated:
        if ordered.status == "fail" and ordered.why:
            return failed(expected, ordered.why)  # the journey alone shows that it does not wait
        if ordered.blocked_by:
            return skipped(expected, ordered.blocked_by)
        return undecided(expected, case, held, "held")
    scene = Scene(case, relay, held)
    quick, slow = _end(held, first_out), _end(held, last_out)
    if (quick is None or slow is None) and own_limit(held.events):
        return undecided(expected, case, held, "held")
    early = slow is not None and (quick is None or slow < quick)
    if slow is not None and early and not _waited(held.events[slow], held, first_out):
        if ordered.status == "pass":
            return failed(expected, leaving.waits_by_luck(scene, last_out, held.events[slow]))
        return failed(expected, leaving.left_first(scene, last_out, held.events[slow]))
    if quick is not None and slow is not None:
        return passed(expected, T("The {last} left only after the {first} had left.", **values))
    if not held.observed_to_the_end or _lost(held):
        return undecided(expected, case, held, "held")
    if quick is not None:
        return failed(expected, leaving.never_leaves(scene, last_out))
    if relay.relayed not in arrivals(scene) and told.status == "fail":
        return skipped(expected, f"{relay.id}.relay")
    return failed(expected, leaving.never_leaves(scene, first_out))


def _waited(left: Event, held: Attempt | None, first_out: Role) -> bool:
    """Whether the last one left while the first was ending already, and outlasted it in the held run.

    The kernel closes a process's files and locks (exit_files) some time before it tells anybody of the end
    (exit_notify): one that waits for the end of a pipe, as multiprocessing's `sentinel` is, may be gone in between.
    """
    ended = first(held.events, "ended", other(first_out)) if held else None
    released = first(held.events, "released", first_out) if held else None
    outlasted = ended is not None and released is not None and released.at <= ended.at
    return outlasted and bool(left.data.get("exiting"))


def _lost(attempt: Attempt) -> bool:
    """Whether one of the two was seen neither to end nor to be there at the end: then nothing is known of it."""
    return not all(first(attempt.events, "ended", role) or attempt.facts(role, "after") for role in ROLES)


def _end(attempt: Attempt, role: Role) -> int | None:
    """The place in the timeline at which that process ended; None where it did not."""
    ended: list[tuple[int, Event]] = [
        (at, event) for at, event in enumerate(attempt.events) if event.event == "ended" and event.role == role
    ]
    return ended[0][0] if ended else None
