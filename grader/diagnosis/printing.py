"""Why the message was not printed in the journey, or not as asked: once, and after its own stimulus."""

from __future__ import annotations

from grader.diagnosis.astray import killed_instead
from grader.diagnosis.elsewhere import arrived, other_message, printed_at_end, printed_elsewhere
from grader.diagnosis.reaction import crashed, no_reaction, stuck
from grader.diagnosis.why import HANDLER, TASK, Scene, Why, line_of, line_saying
from grader.diagnosis.why import first as first_why
from grader.matching import count, in_other_encoding, nearest, normalised
from grader.model import SourceCall
from grader.text import T, quote
from grader.view import output


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
    if line is None and scene.relay.relayed in arrived(scene, scene.relay):
        line = next((each for each in output(scene.attempt.events).splitlines() if normalised(each)), None)
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


def _elsewhere(scene: Scene) -> Why | None:
    came = any(count(scene.relay, text) for text in scene.attempt.other_outputs)
    return printed_elsewhere(scene) if came else None


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
    killed_instead,
    other_encoding,
    never_flushed,
    printed_at_end,
    other_words,
    _elsewhere,
    _stuck,
)
