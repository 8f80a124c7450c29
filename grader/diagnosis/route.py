"""Why the relayed signal did not arrive at the printer, or not as asked: which way it went instead."""

from __future__ import annotations

from grader.diagnosis import astray
from grader.diagnosis.arrivals import already, arrivals, printed_frozen, sent_of_itself, strange
from grader.diagnosis.elsewhere import arrived
from grader.diagnosis.reaction import no_reaction, stuck
from grader.diagnosis.why import EXCHANGE, KILL, TASK, Scene, Why, line_of, line_saying, sent_by
from grader.diagnosis.why import first as first_why
from grader.matching import count
from grader.model import Role, Text
from grader.text import T
from grader.view import ROLES, first, output


def why_no_relay(scene: Scene) -> Why:
    """The words for a relay that failed in the held run."""
    catcher, stimulus = scene.relay.catcher, scene.relay.stimulus
    reaction = no_reaction(scene, catcher, stimulus) or stuck(scene, catcher, stimulus)
    return (
        first_why(scene, _ROUTES)
        or reaction
        or Why(
            slug="no-relay",
            observed=_nothing_arrived(scene),
            advice=_among_several(scene) or _in_the_handler(scene),
            notes=KILL,
            line=sent_by(scene),
        )
    )


def of_itself(scene: Scene) -> Why | None:
    """The relayed signal came, but the catcher did not send it."""
    sent = sent_of_itself(scene)
    if sent is None or scene.relay.relayed in arrivals(scene):
        return None
    observed = T(
        "{wrong} came from another process or a timer, not from the {catcher}.", wrong=str(sent.signal), **scene.values
    )
    return Why(
        slug="relayed-by-another",
        observed=observed,
        advice=_in_the_handler(scene),
        notes=KILL,
        line=sent_by(scene),
    )


def wrong_process_prints(scene: Scene) -> Why | None:
    """The message came from somebody else than the printer."""
    if not printed_frozen(scene):
        return None
    observed = T("The message appeared while the {printer} was held still: it did not print it.", **scene.values)
    if _wrote_alone(scene):
        observed = T("The {catcher} printed the message itself.", **scene.values)
    return Why(
        slug="wrong-process-prints",
        observed=observed,
        advice=T(
            "Let the {printer} print it, in its handler for {relayed}; the {catcher} only sends {relayed}.",
            **scene.values,
        ),
        notes=TASK,
        line=line_saying(scene.case.calls, scene.relay.message),
    )


def other_signal(scene: Scene) -> Why | None:
    """Another signal came, in place of the right one or along with it."""
    came, relayed = arrivals(scene), scene.relay.relayed
    wrong = next((name for name in came if name != relayed), None) or (None if came else strange(scene))
    if wrong is None:
        return None
    observed = T("After {stimulus} the {printer} got {wrong} in place of {relayed}.", wrong=wrong, **scene.values)
    if relayed in came:
        observed = T("After {stimulus} the {printer} got {wrong} along with {relayed}.", wrong=wrong, **scene.values)
    return Why(
        slug="both-relayed-signals" if relayed in came else "other-relayed-signal",
        observed=observed,
        advice=_swap(scene, wrong)
        or T("For {stimulus} send {relayed} alone: os.kill(PID of the {printer}, signal.{relayed}).", **scene.values),
        notes=EXCHANGE,
        line=sent_by(scene, wrong),
    )


def _swap(scene: Scene, wrong: str) -> Text | None:
    """Two relays of the same catcher, each with the other's signal: which of two places is wrong nobody can tell."""
    relay = scene.relay
    twins = (
        each
        for each in scene.case.homework.relays
        if (each.catcher, each.printer, each.relayed) == (relay.catcher, relay.printer, wrong)
    )
    twin = next((each for each in twins if arrived(scene, each) == (relay.relayed,)), None)
    if twin is None or arrived(scene, relay) != (wrong,):
        return None
    return T(
        "{stimulus} and {other} are mixed up: swap their handlers in signal.signal, or what these send.",
        other=twin.stimulus,
        **scene.values,
    )


def too_early(scene: Scene) -> Why | None:
    """The relayed signal lay there before anybody asked for it."""
    if not already(scene):
        return None
    return Why(
        slug="relayed-too-early",
        observed=T("{relayed} lay at the {printer} before {stimulus} was sent.", **scene.values),
        advice=T("Send {relayed} only in answer to {stimulus}, once.", **scene.values),
        notes=TASK,
        line=sent_by(scene),
    )


def other_way(scene: Scene) -> Why | None:
    """The message came all the same: by another signal, or by a queue, an event, a pipe, a file."""
    journey = scene.case.attempt("journey", scene.relay)
    texts = [output(attempt.events) for attempt in (scene.attempt, journey) if attempt]
    if not any(count(scene.relay, text) for text in texts):
        return None
    strange = _strange_signal(scene)
    lines = (line_of(scene.case.calls, way) for way in _OTHER_WAYS)
    return Why(
        slug="other-relayed-signal" if strange else "other-way",
        observed=T("The message came, but {relayed} never reached the {printer}.", **scene.values),
        advice=T("Pass it on as this signal: os.kill(PID of the {printer}, signal.{relayed}).", **scene.values),
        notes=KILL,
        line=strange or next((line for line in lines if line), None),
    )


def _strange_signal(scene: Scene) -> int | None:
    """The line of an os.kill with a signal that is none of the homework's."""
    for each in scene.case.calls:
        sent = [word for word in each.words if word.startswith("SIG")]
        if each.call == "os.kill" and sent and not set(sent) & set(scene.relayed):
            return each.line
    return None


def _wrote_alone(scene: Scene) -> bool:
    """Whether the kernel saw the catcher write, and nobody who could have been the printer."""
    return _written(scene, scene.relay.catcher) > 0 == _written(scene, scene.relay.printer)


def _written(scene: Scene, role: Role) -> int:
    roles = [e for e in scene.attempt.events if e.event == "facts" and e.role == role]
    sizes = [e.data.get("written") for e in roles]
    known = [size for size in sizes if isinstance(size, int)]
    return known[-1] - known[0] if len(known) > 1 else -1


def _nothing_arrived(scene: Scene) -> Text:
    return T("After {stimulus} no {relayed} arrived at the {printer}.", **scene.values)


def _in_the_handler(scene: Scene) -> Text:
    return T(
        "In its handler for {stimulus} the {catcher} is to call os.kill(PID of the {printer}, signal.{relayed}).",
        **scene.values,
    )


def _among_several(scene: Scene) -> Text | None:
    """Where the file sends the signal, and others are there to get it: one that ignores it keeps no trace of it."""
    roles = first(scene.attempt.launch.events, "roles")
    count = roles.data.get("processes") if roles else None
    sent = sent_by(scene)
    if not sent or not isinstance(count, int) or count <= len(ROLES):
        return None
    return T(
        "See that os.kill gets the PID of the {printer}: the program has {count} processes. Print their PIDs to see "
        "which is which.",
        count=count,
        **scene.values,
    )


_OTHER_WAYS = (
    "multiprocessing.Queue",
    "multiprocessing.SimpleQueue",
    "multiprocessing.Pipe",
    "multiprocessing.Event",
    "multiprocessing.Value",
    "threading.Event",
    "os.mkfifo",
)

_ROUTES = (
    of_itself,
    wrong_process_prints,
    other_signal,
    too_early,
    astray.to_itself,
    astray.to_parent,
    astray.to_parent_between,
    astray.to_other_process,
    astray.killed_instead,
    other_way,
)
