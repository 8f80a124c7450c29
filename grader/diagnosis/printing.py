"""Why the message was not printed in the journey, or not as asked: once, and after its own stimulus."""

from __future__ import annotations

from grader.diagnosis.reaction import crashed, no_reaction, stuck
from grader.diagnosis.route import arrivals
from grader.diagnosis.why import EXCHANGE, HANDLER, KILL, TASK, Scene, Why, line_of, line_saying
from grader.diagnosis.why import first as first_why
from grader.matching import count, in_other_encoding, nearest
from grader.model import Relay, SourceCall
from grader.text import T, quote
from grader.view import Attempt, output


def why_no_message(scene: Scene) -> Why:
    """The words for a message that was not printed after its stimulus."""
    calls, relay = scene.case.calls, scene.relay
    observed = T("After {stimulus} the message was not printed.", stimulus=relay.stimulus)
    if not output(scene.attempt.events).strip():
        observed = T("After {stimulus} nothing was printed.", stimulus=relay.stimulus)
    return first_why(scene, _ABSENT) or Why(
        slug="nothing-printed",
        observed=observed,
        advice=T("Let the {printer} print it in its handler for {relayed}.", **scene.values),
        notes=HANDLER,
        line=line_saying(calls, relay.message) or line_of(calls, "signal.signal", relay.relayed),
    )


def printed_twice(scene: Scene, times: int) -> Why:
    """The words for a message that came more than once after one stimulus."""
    return Why(
        slug="printed-twice",
        observed=T("It was printed {times} times after {stimulus}.", times=times, **scene.values),
        advice=T("Print it in one place only, and send {relayed} only once.", **scene.values),
        notes=TASK,
        line=line_saying(scene.case.calls, scene.relay.message),
    )


def printed_elsewhere(scene: Scene) -> Why | None:
    """The message came at another time of the launch; None where it did not."""
    launch, relay = scene.attempt.launch, scene.relay
    if count(relay, output(launch.startup)):
        return _unasked(scene, "printed-before-signal")
    for attempt in launch.attempts:
        if attempt.start == scene.attempt.start or not count(relay, output(attempt.events)):
            continue
        cause = _relay_of(scene, attempt)
        return _caused_by(scene, cause, attempt) or _unasked(
            scene, "printed-before-signal" if attempt.start < scene.attempt.start else "printed-again", cause
        )
    return None


def _unasked(scene: Scene, slug: str, cause: Relay | None = None) -> Why:
    observed = T("It was printed before any signal was sent.")
    if cause:
        observed = T("It was printed after {stimulus} too, which is not its signal.", stimulus=cause.stimulus)
    return Why(
        slug=slug,
        observed=observed,
        advice=T("Print it in the handler for {relayed} and nowhere else.", **scene.values),
        notes=TASK,
        line=line_saying(scene.case.calls, scene.relay.message),
    )


def _caused_by(scene: Scene, cause: Relay, attempt: Attempt) -> Why | None:
    """The other relay's signal went where this one's should go."""
    values = scene.values | {"stimulus": cause.stimulus}
    line = line_of(scene.case.calls, "os.kill", scene.relay.relayed)
    if cause.relayed != scene.relay.relayed and scene.relay.relayed in _arrived(scene, cause):
        return Why(
            slug="other-relayed-signal",
            observed=T("It was printed after {stimulus} too: {relayed} was sent for it.", **values),
            advice=T("For {stimulus} send {right}.", stimulus=cause.stimulus, right=cause.relayed),
            notes=EXCHANGE,
            line=line,
        )
    if cause.relayed != scene.relay.relayed or cause.catcher != scene.relay.printer:
        return None
    if count(cause, output(attempt.events)):
        return Why(
            slug="relayed-to-group",
            observed=T("It was printed after {stimulus} too: {relayed} reached the {printer} as well.", **values),
            advice=T("os.kill(0, ...) signals the whole group: check that the PID is that of the other process alone."),
            notes=KILL,
            line=line,
        )
    return Why(
        slug="inherited-handler",
        observed=T("It was printed after {stimulus} too, in place of the other message.", **values),
        advice=T("Give the child its own handler for {relayed}: what is set before the fork holds in both.", **values),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.relayed),
    )


def other_message(scene: Scene) -> Why | None:
    """The text of another relay came in place of this one's."""
    text = output(scene.attempt.events)
    others = (each for each in scene.case.homework.relays if each.id != scene.relay.id)
    said = next((each for each in others if count(each, text)), None)
    if said is None:
        return None
    values = scene.values | {"said": said.message}
    observed = T("After {stimulus} the program printed “{said}”.", **values)
    arrived = _arrived(scene, scene.relay)
    if said.relayed != scene.relay.relayed and said.relayed in arrived:
        return Why(
            slug="other-relayed-signal",
            observed=observed,
            advice=T("For {stimulus} send {relayed}, not {wrong}.", wrong=said.relayed, **values),
            notes=EXCHANGE,
            line=line_of(scene.case.calls, "os.kill", said.relayed),
        )
    journey = scene.case.attempt("journey", said)
    swapped = journey is not None and count(scene.relay, output(journey.events)) > 0
    return Why(
        slug="swapped-texts" if swapped else "other-message",
        observed=observed,
        advice=T("Print the text that belongs to {relayed}; check what each handler prints.", **values),
        notes=TASK,
        line=line_saying(scene.case.calls, said.message),
    )


def other_encoding(scene: Scene) -> Why | None:
    """The right words, in bytes that a UTF-8 terminal cannot show."""
    encoding = in_other_encoding(scene.relay, output(scene.attempt.events))
    if encoding is None:
        return None
    return Why(
        slug="other-encoding",
        observed=T("It was printed in {encoding}, which this terminal shows as gibberish.", encoding=encoding),
        advice=T("Print str and leave the encoding to Python: the terminal speaks UTF-8."),
        line=next((each.line for each in scene.case.calls if ".encode()" in each.words), None),
    )


def other_words(scene: Scene) -> Why | None:
    """Something like it was printed."""
    line = nearest(scene.relay.message, output(scene.attempt.events))
    if line is None:
        return None
    return Why(
        slug="other-words",
        observed=T("The nearest line was “{line}”.", line=quote(line)),
        advice=T("Print exactly: {message}", message=scene.relay.message),
        notes=TASK,
        line=line_saying(scene.case.calls, quote(line)),
    )


def never_flushed(scene: Scene) -> Why | None:
    """Text without a line end stays in the process until it is flushed, and os._exit or a signal throws it away."""
    said = [c for c in scene.case.calls if c.line == line_saying((c,), scene.relay.message)]
    held_back = next((each for each in said if _holds_back(each)), None)
    if held_back is None:
        return None
    return Why(
        slug="never-flushed",
        observed=T("The text never reached the terminal: it has no line end and was not flushed."),
        advice=T('Print it with a line end, or with flush=True: print("...", end="", flush=True).'),
        line=held_back.line,
    )


def _holds_back(call: SourceCall) -> bool:
    if call.call == "print":
        return "end=" in call.words and "flush=" not in call.words
    return call.call == "sys.stdout.write" and not any(word.endswith("\n") for word in call.words)


def _arrived(scene: Scene, relay: Relay) -> tuple[str, ...]:
    """What the held run saw arriving for that relay."""
    held = scene.case.attempt("held", relay)
    return arrivals(Scene(scene.case, relay, held)) if held else ()


def _relay_of(scene: Scene, attempt: Attempt) -> Relay:
    return scene.case.homework.relay(attempt.relay or scene.relay.id)


def _crashed(scene: Scene) -> Why | None:
    return crashed(scene, scene.relay.printer, scene.relay.relayed)


def _catcher(scene: Scene) -> Why | None:
    return no_reaction(scene, scene.relay.catcher, scene.relay.stimulus)


def _printer(scene: Scene) -> Why | None:
    return no_reaction(scene, scene.relay.printer, scene.relay.relayed)


def _stuck(scene: Scene) -> Why | None:
    relay = scene.relay
    return stuck(scene, relay.catcher, relay.stimulus) or stuck(scene, relay.printer, relay.relayed)


_ABSENT = (
    _crashed,
    other_message,
    _catcher,
    _printer,
    other_encoding,
    never_flushed,
    other_words,
    printed_elsewhere,
    _stuck,
)
