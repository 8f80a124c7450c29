"""A relayed signal that went astray: to the wrong process, or it ended the one it was to reach."""

from __future__ import annotations

from grader.diagnosis.arrivals import arrivals
from grader.diagnosis.unhandled import ended_by
from grader.diagnosis.why import KILL, PROCESS, Scene, Why, line_of, sent_by
from grader.matching import count
from grader.model import Event, Role, Text
from grader.text import T
from grader.view import first, output


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
    """Neither of the two got it, but a helper of the program: it lies there, or has ended it."""
    if not any(_at_another(event, scene.relay.relayed) for event in scene.attempt.events):
        return None
    observed = T("{relayed} went to another process than the {printer}.", **scene.values)
    line = sent_by(scene)
    return _astray(scene, "relay-to-wrong-process", observed, line)


def to_parent_between(scene: Scene) -> Why | None:
    """os.getppid() in the conductor is not the driver, but a process in between, such as the fork server, the default
    from Python 3.14.
    """
    calls = scene.case.calls
    line = line_of(calls, "os.getppid")
    if scene.relay.catcher != "conductor" or line is None or not _by_another_parent(scene):
        return None
    named = any("forkserver" in each.words for each in calls)
    advice = T("os.getppid() is the process in between: hand os.getpid() of the driver on to the conductor.")
    if named or not line_of(calls, "os.fork"):
        advice = T(
            "With the start method forkserver os.getppid() is the fork server: hand os.getpid() of the driver to the "
            "conductor through args."
        )
    return Why(
        slug="getppid-forkserver" if named or not line_of(calls, "os.fork") else "getppid-between",
        observed=T("{relayed} did not reach the {printer}: the conductor is no child of the driver.", **scene.values),
        advice=advice,
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


def _by_another_parent(scene: Scene) -> bool:
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


def _killed_by(scene: Scene, role: Role) -> str | None:
    ended = first(scene.attempt.events, "ended", role)
    killed_by = ended.data.get("killed_by") if ended else None
    return killed_by if isinstance(killed_by, str) else None


def _pending(event: Event, signal: str) -> bool:
    return event.event == "pending" and event.signal == signal


def _at_another(event: Event, signal: str) -> bool:
    if event.event == "ended":
        return event.role is None and event.data.get("killed_by") == signal
    return _pending(event, signal) and event.data.get("owner") in ("helper", "other")


def _astray(scene: Scene, slug: str, observed: Text, line: int | None) -> Why:
    advice = T("Give os.kill the PID of the {printer}; print both PIDs to see which is which.", **scene.values)
    return Why(slug=slug, observed=observed, advice=advice, notes=KILL, line=line)
