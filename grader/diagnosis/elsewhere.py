"""A message that came at the wrong time, or too often; and another relay's message in its place."""

from __future__ import annotations

from grader.diagnosis.arrivals import arrivals, parent_got
from grader.diagnosis.why import EXCHANGE, HANDLER, KILL, TASK, Scene, Why, line_of, line_saying, lines_saying, sent_by
from grader.matching import count
from grader.model import Relay, Text
from grader.text import T
from grader.view import Attempt, first, output


def printed_twice(scene: Scene, times: int) -> Why:
    """The words for a message that came more than once after one stimulus."""
    return chatter(scene) or Why(
        slug="printed-twice",
        observed=T("It was printed {times} times after {stimulus}.", times=times, **scene.values),
        advice=T("Print it in one place only, and send {relayed} only once.", **scene.values),
        notes=TASK,
        line=line_saying(scene.case.calls, scene.relay.message),
    )


def printed_elsewhere(scene: Scene) -> Why:
    """The words for a message that came at another time of the launch."""
    launch, relay = scene.attempt.launch, scene.relay
    found = chatter(scene)
    if found:
        return found
    in_startup = count(relay, output(launch.startup)) > 0
    for attempt in () if in_startup else launch.attempts:
        if attempt.start == scene.attempt.start or not count(relay, output(attempt.events)):
            continue
        cause = scene.case.homework.relay(attempt.relay or relay.id)
        slug = "printed-before" if attempt.start < scene.attempt.start else "printed-again"
        return _caused_by(scene, cause, attempt) or _unasked(scene, slug, cause)
    return _unasked(scene, "printed-before")


def chatter(scene: Scene) -> Why | None:
    """The message stands in something that is printed again and again, start-up included."""
    launch = scene.attempt.launch
    if count(scene.relay, output(launch.startup)) < 2:
        return None
    return Why(
        slug="chatter-contains",
        observed=T("It was printed again and again, before any signal was sent."),
        advice=T("Keep these words for {relayed}, and chatter about something else.", **scene.values),
        notes=TASK,
        line=line_saying(scene.case.calls, scene.relay.message),
    )


def printed_at_end(scene: Scene) -> Why | None:
    """The message came only when its printer ended: until then it lay in the buffer."""
    for attempt in scene.attempt.launch.attempts:
        later = attempt.start > scene.attempt.start
        if later and count(scene.relay, output(attempt.events)) and first(attempt.events, "ended", scene.relay.printer):
            return Why(
                slug="never-flushed",
                observed=T("It was printed only when the {printer} ended, not after {stimulus}.", **scene.values),
                advice=T("Print it at once, in the handler for {relayed}, and with flush=True.", **scene.values),
                line=line_saying(scene.case.calls, scene.relay.message),
            )
    return None


def other_message(scene: Scene) -> Why | None:
    """The text of another relay came in place of this one's."""
    text = output(scene.attempt.events)
    others = (each for each in scene.case.homework.relays if each.id != scene.relay.id)
    said = next((each for each in others if count(each, text) and not _overdue(scene, each)), None)
    if said is None:
        return None
    values = scene.values | {"said": said.message}
    observed = T("After {stimulus} the program printed “{said}”.", **values)
    came = arrived(scene, scene.relay)
    if said.relayed != scene.relay.relayed and said.relayed in came:
        return Why(
            slug="other-relayed-signal",
            observed=observed,
            advice=T("For {stimulus} send {relayed}, not {wrong}.", wrong=said.relayed, **values),
            notes=EXCHANGE,
            line=sent_by(scene, said.relayed),
        )
    if said.relayed == scene.relay.relayed and said.printer == scene.relay.catcher:
        if scene.relay.relayed not in came:
            return _to_itself(scene, observed)
        return _inherited(scene, observed)
    journey = scene.case.attempt("journey", said)
    swapped = journey is not None and count(scene.relay, output(journey.events)) > 0
    return Why(
        slug="swapped-texts" if swapped else "other-message",
        observed=observed,
        advice=T("Print the text that belongs to {relayed}; check what each handler prints.", **values),
        notes=TASK,
        line=line_saying(scene.case.calls, said.message),
    )


def _overdue(scene: Scene, relay: Relay) -> bool:
    """Whether that relay's text was still owed, and came as its printer ended: out of its buffer, or as last words."""
    earlier = next((each for each in scene.attempt.launch.attempts if each.relay == relay.id), None)
    owed = earlier is not None and earlier.start < scene.attempt.start and not count(relay, output(earlier.events))
    return owed and first(scene.attempt.events, "ended", relay.printer) is not None


def _unasked(scene: Scene, slug: str, cause: Relay | None = None) -> Why:
    observed = T("It was printed before any signal was sent.")
    if cause:
        observed = T("It was printed after {stimulus} too, which is not its signal.", stimulus=cause.stimulus)
    return Why(
        slug=slug,
        observed=observed,
        advice=T("Print it in the handler for {relayed} and nowhere else.", **scene.values),
        notes=TASK,
        line=max(lines_saying(scene.case.calls, scene.relay.message), default=None),  # what was added stands last
    )


def _caused_by(scene: Scene, cause: Relay, attempt: Attempt) -> Why | None:
    """The other relay's signal went where this one's should go."""
    values = scene.values | {"stimulus": cause.stimulus}
    line = sent_by(Scene(scene.case, cause, attempt), scene.relay.relayed)
    observed = T("It was printed after {stimulus} too.", **values)
    came = arrived(scene, cause)
    if cause.relayed != scene.relay.relayed and scene.relay.relayed in came:
        return Why(
            slug="other-relayed-signal",
            observed=observed,
            advice=T("For {stimulus} send {right}.", stimulus=cause.stimulus, right=cause.relayed),
            notes=EXCHANGE,
            line=line,
        )
    if cause.relayed != scene.relay.relayed or cause.catcher != scene.relay.printer:
        return None
    if count(cause, output(attempt.events)):
        if not _may_be_group(scene, attempt):
            return None
        return Why(
            slug="relay-to-group",
            observed=observed,
            advice=T(
                "Give os.kill the PID of the other process alone; 0 is the whole group. Print it in one handler only."
            ),
            notes=KILL,
            line=line,
        )
    return _inherited(scene, observed) if cause.relayed in came else _to_itself(scene, observed)


def _may_be_group(scene: Scene, attempt: Attempt) -> bool:
    """Whether one signal may have reached both: the driver's parent got it too, or the text is in one line alone."""
    calls, relays = scene.case.calls, scene.case.homework.relays
    own = lines_saying(calls, scene.relay.message)
    others = {line for each in relays if each.id != scene.relay.id for line in lines_saying(calls, each.message)}
    return parent_got(scene, attempt) or (len(own) < 2 and not others.intersection(own))


def _to_itself(scene: Scene, observed: Text) -> Why:
    return Why(
        slug="relay-to-itself",
        observed=observed,
        advice=T("Give os.kill the PID of the other process; print both PIDs to see which is which."),
        notes=KILL,
        line=line_of(scene.case.calls, "os.kill", "os.getpid()", scene.relay.relayed),
    )


def _inherited(scene: Scene, observed: Text) -> Why:
    return Why(
        slug="inherited-handler",
        observed=observed,
        advice=T(
            "Give the child a handler of its own for {relayed}: it inherits what is set before the fork.",
            **scene.values,
        ),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.relayed),
    )


def arrived(scene: Scene, relay: Relay) -> tuple[str, ...]:
    """What the held run saw arriving for that relay."""
    held = scene.case.attempt("held", relay)
    return arrivals(Scene(scene.case, relay, held)) if held else ()
