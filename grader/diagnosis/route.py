"""Why the relayed signal did not arrive at the printer, or not as asked: which way it went instead."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.reaction import ended_by, no_reaction, stuck
from grader.diagnosis.why import EXCHANGE, KILL, PROCESS, TASK, Scene, Why, line_of, line_saying
from grader.diagnosis.why import first as first_why
from grader.matching import count
from grader.model import Event, Role, Text
from grader.text import T
from grader.view import first, frozen_output, names, output

_OF_THEMSELVES = ("helper", "timer")


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
            advice=_in_the_handler(scene),
            notes=KILL,
            line=line_of(scene.case.calls, "os.kill", scene.relay.relayed),
        )
    )


def arrivals(scene: Scene) -> tuple[str, ...]:
    """The homework's relayed signals that arrived at the frozen printer after the stimulus.

    Not those that a timer or a helper of the program's own sent: that came of themselves, and prove nothing.
    """
    came = (event for event in _held_pending(scene) if event.data.get("sender") not in _OF_THEMSELVES)
    return tuple(dict.fromkeys(name for event in came if (name := event.signal) in scene.relayed and name))


def of_itself(scene: Scene) -> Why | None:
    """The relayed signal came, but the catcher did not send it."""
    sent = next((event for event in _held_pending(scene) if event.data.get("sender") in _OF_THEMSELVES), None)
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
        line=line_of(scene.case.calls, "os.kill", scene.relay.relayed),
    )


def _held_pending(scene: Scene) -> Iterator[Event]:
    for event in scene.attempt.events:
        if event.event == "pending" and event.role == scene.relay.printer and event.data.get("while_frozen") is True:
            yield event


def already(scene: Scene) -> bool:
    """Whether the relayed signal lay at the printer before the stimulus was sent."""
    frozen = first(scene.attempt.events, "frozen", scene.relay.printer)
    return frozen is not None and scene.relay.relayed in names(frozen.data.get("already"))


def printed_frozen(scene: Scene) -> bool:
    """Whether the message appeared while the printer could not have printed it."""
    return count(scene.relay, output(frozen_output(scene.attempt.events, scene.relay.printer))) > 0


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
    """Another of the homework's signals came, in place of the right one or along with it."""
    came, relayed = arrivals(scene), scene.relay.relayed
    wrong = next((name for name in came if name != relayed), None)
    if wrong is None:
        return None
    observed = T("After {stimulus} the {printer} got {wrong} in place of {relayed}.", wrong=wrong, **scene.values)
    if relayed in came:
        observed = T("After {stimulus} the {printer} got {wrong} along with {relayed}.", wrong=wrong, **scene.values)
    return Why(
        slug="both-relayed-signals" if relayed in came else "other-relayed-signal",
        observed=observed,
        advice=T(
            "For {stimulus} send {relayed} alone: os.kill(PID of the {printer}, signal.{relayed}).", **scene.values
        ),
        notes=EXCHANGE,
        line=line_of(scene.case.calls, "os.kill", wrong),
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
        line=line_of(scene.case.calls, "os.kill", scene.relay.relayed),
    )


def to_itself(scene: Scene) -> Why | None:
    """The catcher sent the signal to itself: it has ended by it, or acted on it as on one that was meant for it."""
    catcher, relayed = scene.relay.catcher, scene.relay.relayed
    text = output(scene.attempt.events)
    own = (each for each in scene.case.homework.relays if each.printer == catcher and each.relayed == relayed)
    acted = any(count(each, text) for each in own if each.id != scene.relay.id)
    line = line_of(scene.case.calls, "os.kill", "os.getpid()", relayed)
    line = line or line_of(scene.case.calls, "signal.raise_signal", relayed)
    killed = ended_by(scene, catcher, relayed) and (line is not None or _killed_by(scene, catcher) == relayed)
    if arrivals(scene) or not (acted or killed):
        return None
    return _astray(scene, "relay-to-itself", T("The {catcher} sent {relayed} to itself.", **scene.values), line)


def to_parent(scene: Scene) -> Why | None:
    """The driver's own parent got it: the shell, in real life."""
    if not any(_pending(e, scene.relay.relayed) and e.data.get("owner") == "parent" for e in scene.attempt.events):
        return None
    line = line_of(scene.case.calls, "os.kill", "os.getppid()", scene.relay.relayed)
    observed = T("{relayed} went to the parent of the driver, not to the {printer}.", **scene.values)
    return _astray(scene, "relay-to-parent", observed, line)


def to_other_process(scene: Scene) -> Why | None:
    """Neither of the two got it, but a helper of the program."""
    if not any(
        _pending(e, scene.relay.relayed) and e.data.get("owner") in ("helper", "other") for e in scene.attempt.events
    ):
        return None
    observed = T("{relayed} went to another process than the {printer}.", **scene.values)
    line = line_of(scene.case.calls, "os.kill", scene.relay.relayed)
    return _astray(scene, "relay-to-wrong-process", observed, line)


def to_fork_server(scene: Scene) -> Why | None:
    """os.getppid() in a child of the fork server (the default from Python 3.14) is not the driver."""
    line = line_of(scene.case.calls, "os.getppid")
    if scene.relay.catcher != "conductor" or line is None or not _of_fork_server(scene):
        return None
    return Why(
        slug="getppid-forkserver",
        observed=T("{relayed} did not reach the {printer}: the conductor is no child of the driver.", **scene.values),
        advice=T(
            "With the start method forkserver os.getppid() is the fork server: hand os.getpid() of the driver to the "
            "conductor through args."
        ),
        notes=PROCESS,
        line=line,
    )


def killed_instead(scene: Scene) -> Why | None:
    """The printer was ended from outside in place of being told."""
    ended = first(scene.attempt.events, "ended", scene.relay.printer)
    if ended is None or arrivals(scene):
        return None
    calls = scene.case.calls
    killed_by = _killed_by(scene, scene.relay.printer)
    line = line_of(calls, "os.kill", killed_by or "SIGKILL") or line_of(calls, ".terminate") or line_of(calls, ".kill")
    unexplained = killed_by is None and ended.data.get("status") is None  # then the file has to say so
    if killed_by in scene.relayed or not (killed_by or (unexplained and line)):
        return None
    return Why(
        slug=f"{scene.relay.printer}-killed",
        observed=T("The {printer} was killed; {relayed} never came.", **scene.values),
        advice=T(
            "Send {relayed} and let the {printer} leave by itself: it has a message to print first.", **scene.values
        ),
        notes=KILL,
        line=line,
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


def _killed_by(scene: Scene, role: Role) -> str | None:
    ended = first(scene.attempt.events, "ended", role)
    killed_by = ended.data.get("killed_by") if ended else None
    return killed_by if isinstance(killed_by, str) else None


def _of_fork_server(scene: Scene) -> bool:
    """Whether the conductor's parent is another Python than the driver."""
    events = scene.attempt.launch.events
    conductor = scene.attempt.events[0].data.get("catcher")
    roles = first(events, "roles")
    met = {event.pid: event for event in events if event.event == "process"}
    if roles is None or roles.data.get("reversed") is True or not isinstance(conductor, int) or conductor not in met:
        return False
    parent = met[conductor].data.get("parent")
    server = met.get(parent) if isinstance(parent, int) and parent != roles.data.get("driver") else None
    return server is not None and str(server.data.get("name")).startswith("python")


def _wrote_alone(scene: Scene) -> bool:
    """Whether the kernel saw the catcher write, and nobody who could have been the printer."""
    return _written(scene, scene.relay.catcher) > 0 == _written(scene, scene.relay.printer)


def _written(scene: Scene, role: Role) -> int:
    roles = [e for e in scene.attempt.events if e.event == "facts" and e.role == role]
    sizes = [e.data.get("written") for e in roles]
    known = [size for size in sizes if isinstance(size, int)]
    return known[-1] - known[0] if len(known) > 1 else -1


def _pending(event: Event, signal: str) -> bool:
    return event.event == "pending" and event.signal == signal


def _nothing_arrived(scene: Scene) -> Text:
    return T("After {stimulus} no {relayed} arrived at the {printer}.", **scene.values)


def _in_the_handler(scene: Scene) -> Text:
    return T(
        "In its handler for {stimulus} the {catcher} is to call os.kill(PID of the {printer}, signal.{relayed}).",
        **scene.values,
    )


def _astray(scene: Scene, slug: str, observed: Text, line: int | None) -> Why:
    advice = T("Give os.kill the PID of the {printer}; print both PIDs to see which is which.", **scene.values)
    return Why(slug=slug, observed=observed, advice=advice, notes=KILL, line=line)


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
    to_itself,
    to_parent,
    to_fork_server,
    to_other_process,
    killed_instead,
    other_way,
)
