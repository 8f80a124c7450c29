"""What a key at the terminal does to a program that reckons with signals to one process only."""

from __future__ import annotations

from grader.diagnosis.arrivals import parent_got
from grader.diagnosis.exceptions import crashes_in
from grader.diagnosis.leaving import never_leaves
from grader.diagnosis.reaction import crashed
from grader.diagnosis.unhandled import ended_by, stopped_by, stopped_otherwise
from grader.diagnosis.why import (
    HANDLER,
    KILL,
    SIGNALS,
    TASK,
    Scene,
    Why,
    exit_in,
    handlers_of,
    line_of,
    own_handlers,
    sent_by,
)
from grader.matching import count
from grader.model import Role, Text
from grader.text import T, Value, role_name
from grader.view import first, names, other, output


def killed(scene: Scene, key: str, role: Role) -> Why:
    """The key had one of the two end: as the relay does without a key already, or by its signal to both."""
    return (
        _by_exception(scene, role)
        or _by_its_own_signal(scene, role)
        or _left_early(scene, role)
        or _by_key(scene, key, role)
        or _after_key(scene, key, role)
    )


def _by_exception(scene: Scene, role: Role) -> Why | None:
    """It ended as Python ends of an exception that nobody catches; KeyboardInterrupt is the key's own doing.

    How it ended not every system tells. 120 is its status where its last words could not be written besides.
    """
    ended = first(scene.attempt.events, "ended", role)
    found = crashes_in(scene)
    if ended is None or ended.data.get("killed_by") or ended.data.get("status") not in (1, 120, None):
        return None
    if any(c.exception == "KeyboardInterrupt" for c in found):
        return None
    return crashed(scene, role, scene.relay.stimulus)


def _by_its_own_signal(scene: Scene, role: Role) -> Why | None:
    """The relayed signal reached its printer, and the one that sent it as well."""
    relay, said = scene.relay, output(scene.attempt.events)
    ended = first(scene.attempt.events, "ended", role)
    others = (each for each in scene.case.homework.relays if each.printer == role and each.relayed == relay.relayed)
    reached = ended is not None and ended.data.get("killed_by") == relay.relayed
    reached = reached or parent_got(scene, scene.attempt) or any(count(each, said) for each in others)
    if role != relay.catcher or not reached or not count(relay, said):
        return None
    return Why(
        slug="relay-to-group",
        observed=T("{relayed} reached the {catcher} itself too, which ended.", **scene.values),
        advice=T("Give os.kill the PID of the {printer} alone; 0 is the whole group.", **scene.values),
        notes=KILL,
        line=sent_by(scene),
    )


def _left_early(scene: Scene, role: Role) -> Why | None:
    """It leaves of its own accord where no key is pressed, too: in the journey."""
    relay = scene.relay
    journey = scene.case.attempt("journey", relay)
    ended = first(journey.events, "ended", role) if journey else None
    if ended is None or ended.data.get("killed_by"):
        return None
    handlers = handlers_of(scene.case.calls, relay.stimulus if role == relay.catcher else relay.relayed)
    end = scene.case.homework.relay(scene.case.homework.final).stimulus
    values = {"role": role_name(role)}
    return Why(
        slug=f"{role}-left-early",
        observed=T("The {role} left after {stimulus}, without a key too.", stimulus=relay.stimulus, **values),
        advice=T("Let the {role} stay for the signals to come: it leaves after {end}.", end=end, **values),
        notes=TASK,
        line=exit_in(scene.case.calls, own_handlers(scene, role).intersection(handlers)),
    )


def _by_key(scene: Scene, key: str, role: Role) -> Why | None:
    """The key's own signal ended it, or the KeyboardInterrupt that Python makes of it."""
    stimulus = scene.relay.stimulus
    interrupted = stimulus == "SIGINT" and any(c.exception == "KeyboardInterrupt" for c in crashes_in(scene))
    if not (ended_by(scene, role, stimulus) or interrupted):
        return None
    return Why(
        slug="killed-by-key",
        observed=T("{key} ended the {role}.", key=key, role=role_name(role)),
        advice=_both(scene, key),
        notes=SIGNALS,
        line=line_of(scene.case.calls, "signal.signal", stimulus),
    )


def _after_key(scene: Scene, key: str, role: Role) -> Why:
    """It left, or another signal ended it: all that is known."""
    ended = first(scene.attempt.events, "ended", role)
    killed_by = ended.data.get("killed_by") if ended else None
    values: dict[str, Value] = {"key": key, "role": role_name(role)}
    observed = T("The {role} left after {key}.", **values)
    if isinstance(killed_by, str):
        observed = T("After {key} the {role} was ended by {signal}.", signal=killed_by, **values)
    other_ignores = scene.relay.stimulus in names(scene.attempt.facts(other(role), "before").get("ignored"))
    ignores = scene.relay.stimulus in names(scene.attempt.facts(role, "before").get("ignored"))
    advice = T("Both processes are to live on after {key}: see what has the {role} leave.", **values)
    needless = role != scene.relay.catcher and not ignores
    meddles = role == scene.relay.catcher and isinstance(killed_by, str) and not other_ignores
    return Why(
        slug="left-after-key",
        observed=observed,
        advice=_both(scene, key) if needless or meddles else advice,
        notes=SIGNALS,
        line=line_of(scene.case.calls, "os.kill", killed_by) if isinstance(killed_by, str) else None,
    )


def stopped(scene: Scene, key: str, role: Role) -> Why:
    """The key's signal stopped one of the two, or something else did."""
    if not stopped_by(scene, role, scene.relay.stimulus):
        return stopped_otherwise(scene, role)
    return Why(
        slug="stopped-by-key",
        observed=T("{key} stopped the {role}.", key=key, role=role_name(role)),
        advice=_both(scene, key),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.stimulus),
    )


def stays(scene: Scene, key: str, role: Role) -> Why:
    """After the last stop one of the two is still there."""
    why = never_leaves(scene, role)
    observed = T("After {key} the {role} is still there.", key=key, role=role_name(role))
    return Why(slug=why.slug, observed=observed, advice=why.advice, notes=why.notes, line=why.line)


def _both(scene: Scene, key: str) -> Text:
    return T(
        "{key} reaches both processes: the one that need not act on {stimulus} ignores it with SIG_IGN.",
        key=key,
        stimulus=scene.relay.stimulus,
    )
