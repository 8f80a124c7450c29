"""What the held run tells of the relayed signal: what arrived at the frozen printer, when, and by whom it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.why import Scene
from grader.matching import count
from grader.model import Event
from grader.view import Attempt, first, frozen_output, names, output

_OF_THEMSELVES = ("helper", "timer")


def arrivals(scene: Scene) -> tuple[str, ...]:
    """The homework's relayed signals that arrived at the frozen printer after the stimulus.

    Not those that a timer or a helper of the program's own sent: that came of themselves, and prove nothing.
    """
    came = (event.signal for event in _held_pending(scene) if not _of_itself(event))
    return tuple(dict.fromkeys(name for name in came if name in scene.relayed and name))


def sent_of_itself(scene: Scene) -> Event | None:
    """The arrival of a relayed signal that a timer or a helper sent."""
    relayed = (event for event in _held_pending(scene) if event.signal in scene.relayed)
    return next((event for event in relayed if _of_itself(event)), None)


def strange(scene: Scene) -> str | None:
    """A signal that is none of the homework's relayed ones, and that the frozen printer was sent and has a handler for.
    One without a handler is a way of ending it.
    """
    handled = names(scene.attempt.facts(scene.relay.printer, "before").get("caught"))
    came = (event.signal for event in _held_pending(scene) if not _of_itself(event))
    return next((name for name in came if name not in scene.relayed and name in handled), None)


def already(scene: Scene) -> bool:
    """Whether the relayed signal lay at the printer before the stimulus was sent."""
    frozen = first(scene.attempt.events, "frozen", scene.relay.printer)
    return frozen is not None and scene.relay.relayed in names(frozen.data.get("already"))


def printed_frozen(scene: Scene) -> bool:
    """Whether the message appeared while the printer could not have printed it."""
    return count(scene.relay, output(frozen_output(scene.attempt.events, scene.relay.printer))) > 0


def parent_got(scene: Scene, attempt: Attempt) -> bool:
    """Whether the driver's parent was sent the relayed signal in that launch, as it is where the whole group is.

    It fetches none, so that only the first of a kind shows.
    """
    return any(
        event.event == "pending" and event.data.get("owner") == "parent" and event.signal == scene.relay.relayed
        for event in attempt.launch.events
    )


def _of_itself(event: Event) -> bool:
    return event.data.get("sender") in _OF_THEMSELVES


def _held_pending(scene: Scene) -> Iterator[Event]:
    for event in scene.attempt.events:
        if event.event == "pending" and event.role == scene.relay.printer and event.data.get("while_frozen") is True:
            yield event
