"""What a key at the terminal does to a program that reckons with signals to one process only."""

from __future__ import annotations

from grader.diagnosis.arrivals import parent_got
from grader.diagnosis.leaving import never_leaves
from grader.diagnosis.reaction import crashed
from grader.diagnosis.tracebacks import crashes
from grader.diagnosis.why import HANDLER, KILL, SIGNALS, TASK, Scene, Why, handlers_of, line_of
from grader.matching import count
from grader.model import Role, Text
from grader.text import T, role_name
from grader.view import first, output

_EXITS = ("sys.exit", "os._exit", "exit", "quit")


def killed(scene: Scene, key: str, role: Role) -> Why:
    """The key had one of the two end: as the relay does without a key already, or by its signal to both."""
    return (
        _by_exception(scene, role)
        or _by_its_own_signal(scene, role)
        or _left_early(scene, role)
        or _by_key(scene, key, role)
    )


def _by_exception(scene: Scene, role: Role) -> Why | None:
    """It ended as Python ends of an exception that nobody catches; KeyboardInterrupt is the key's own doing.

    How it ended not every system tells.
    """
    ended = first(scene.attempt.events, "ended", role)
    found = crashes(output(scene.attempt.events), scene.case.path)
    if ended is None or ended.data.get("killed_by") or ended.data.get("status") not in (1, None):
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
        line=line_of(scene.case.calls, "os.kill", relay.relayed) or line_of(scene.case.calls, "os.killpg"),
    )


def _left_early(scene: Scene, role: Role) -> Why | None:
    """It leaves of its own accord where no key is pressed, too: in the journey."""
    journey = scene.case.attempt("journey", scene.relay)
    ended = first(journey.events, "ended", role) if journey else None
    if ended is None or ended.data.get("killed_by") or role != scene.relay.catcher:
        return None
    handlers = handlers_of(scene.case.calls, scene.relay.stimulus)
    leaves = (c.line for c in scene.case.calls if c.call in _EXITS and c.where.rpartition(".")[2] in handlers)
    end = scene.case.homework.relay(scene.case.homework.final).stimulus
    return Why(
        slug=f"{role}-left-early",
        observed=T("The {catcher} left after {stimulus}, without a key too.", **scene.values),
        advice=T("Let the {catcher} stay for the signals to come: it leaves after {end}.", end=end, **scene.values),
        notes=TASK,
        line=next(leaves, None),
    )


def _by_key(scene: Scene, key: str, role: Role) -> Why:
    return Why(
        slug="killed-by-key",
        observed=T("{key} ended the {role}.", key=key, role=role_name(role)),
        advice=_both(scene, key),
        notes=SIGNALS,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.stimulus),
    )


def stopped(scene: Scene, key: str, role: Role) -> Why:
    """The key's signal stopped one of the two."""
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
