"""Whether each relay goes by its signal, in the held run: what arrives at a printer that cannot act on it yet."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, undecided, unknown, why_unknown
from grader.diagnosis import reaction, route, unhandled
from grader.diagnosis.arrivals import already, arrivals, printed_frozen
from grader.diagnosis.why import Scene
from grader.model import Relay, Text
from grader.text import T, role_name
from grader.view import Case, cut, first, frozen_output, names, own_limit


def relay(case: Case, relay: Relay) -> Outcome:
    """The {catcher} turns {stimulus} into {relayed} to the {printer}, which prints"""
    values = {"catcher": role_name(relay.catcher), "printer": role_name(relay.printer)}
    expected = T(
        "After {stimulus} the {catcher} sends {relayed} to the {printer}, no other signal, and the {printer} prints.",
        stimulus=relay.stimulus,
        relayed=relay.relayed,
        **values,
    )
    held = case.attempt("held", relay)
    frozen = first(held.events, "frozen", relay.printer) if held else None
    if held is None or frozen is None or not held.stimulated:
        return _by_journey(case, relay, expected) or undecided(expected, case, held, "held")
    scene = Scene(case, relay, held)
    came = arrivals(scene)
    wrong = [name for name in came if name != relay.relayed]
    if wrong or already(scene) or printed_frozen(scene):
        return failed(expected, route.why_no_relay(scene))
    if relay.relayed in came:
        if first(held.events, "released", relay.printer) is None:
            return undecided(expected, case, held, "held")
        if cut(frozen_output(held.events, relay.printer)):
            return unknown(expected, why_unknown(case, held, "held"))
        arrived = T(
            "{relayed} arrived at the {printer}, and only it printed.", relayed=relay.relayed, printer=values["printer"]
        )
        return passed(expected, arrived)
    if not held.observed_to_the_end or own_limit(held.events):
        return _by_journey(case, relay, expected) or undecided(expected, case, held, "held")
    return failed(expected, route.why_no_relay(scene))


def _by_journey(case: Case, relay: Relay, expected: Text) -> Outcome | None:
    """What the journey alone decides: a printer that was sent nothing, a catcher whose code never ran.

    A signal that the printer ignores is thrown away without waking it: then being untouched proves nothing.
    """
    journey = case.attempt("journey", relay)
    if journey is None or not journey.observed_to_the_end:
        return None
    scene = Scene(case, relay, journey)
    ignores = relay.relayed in names(journey.facts(relay.printer, "before").get("ignored"))
    if first(journey.events, "untouched", relay.printer) and not ignores:
        return failed(expected, route.why_no_relay(scene))
    deaf = unhandled.default_action(scene, relay.catcher, relay.stimulus)
    deaf = deaf or reaction.ignored(scene, relay.catcher, relay.stimulus)
    return failed(expected, deaf) if deaf else None
