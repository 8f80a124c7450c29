"""Why the message was not printed in the journey, or not as asked: once, and after its own stimulus."""

from __future__ import annotations

from grader.diagnosis.astray import killed_instead
from grader.diagnosis.elsewhere import arrived, other_message, printed_at_end, printed_elsewhere
from grader.diagnosis.reaction import crashed, no_reaction, stuck
from grader.diagnosis.why import EXCHANGE, HANDLER, SIGNALS, TASK, Scene, Why, line_of, line_saying, sent_by
from grader.diagnosis.why import first as first_why
from grader.matching import count, in_other_encoding, nearest, normalised
from grader.model import SourceCall, Text
from grader.text import T, Value, quote
from grader.view import first, output

_APART = ("os.setsid", "os.setpgrp", "os.setpgid")
_RAW = ("tty.setraw", "tty.setcbreak", "termios.tcsetattr")


def why_no_message(scene: Scene) -> Why:
    """The words for a message that was not printed after its stimulus."""
    return first_why(scene, _ABSENT) or _nothing_printed(scene)


def _nothing_printed(scene: Scene) -> Why:
    """How far the signal came is known, and no more."""
    calls, relay = scene.case.calls, scene.relay
    observed = T("After {stimulus} the message was not printed.", stimulus=relay.stimulus)
    if not _said(scene).strip():
        observed = T("After {stimulus} nothing was printed.", stimulus=relay.stimulus)
    advice = T("Let the {printer} print it in its handler for {relayed}.", **scene.values)
    line = line_saying(calls, relay.message) or line_of(calls, "signal.signal", relay.relayed)
    return (
        _no_key(scene, observed)
        or _no_signal(scene)
        or _signal_alone(scene, line)
        or Why(slug="nothing-printed", observed=observed, advice=advice, notes=HANDLER, line=line)
    )


def _said(scene: Scene) -> str:
    """What the program wrote: the terminal's own echo of the key is none of it."""
    text = output(scene.attempt.events)
    key = first(scene.attempt.events, "key")
    return text.replace(str(key.data.get("key")), "", 1) if key else text


def _no_key(scene: Scene, observed: Text) -> Why | None:
    """The key does not do what the same signal does in the journey."""
    journey = scene.case.attempt("journey", scene.relay)
    if scene.attempt.launch.run != "keyboard" or journey is None or not count(scene.relay, output(journey.events)):
        return None
    calls = scene.case.calls
    apart = next((line for call in _APART if (line := line_of(calls, call))), None)
    raw = next((line for call in _RAW if (line := line_of(calls, call))), None)
    left_out = _left_out(scene)
    if apart:
        advice = T(
            "{stimulus} alone has it printed. A key reaches the terminal's foreground group: keep the {catcher} in it.",
            **scene.values,
        )
    elif raw:
        advice = T("Leave the terminal as it is: its settings decide whether a key sends a signal.")
    elif left_out:
        advice = T("First mend [{check}]: this key was tried without {before} before it.", **left_out)
    else:
        advice = T(
            "{stimulus} alone has it printed. A key sends it to the whole foreground group: see that the {catcher} is "
            "in it, and what the others do with it.",
            **scene.values,
        )
    return Why(slug="nothing-printed", observed=observed, advice=advice, notes=SIGNALS, line=apart or raw)


def _left_out(scene: Scene) -> dict[str, Value] | None:
    """An earlier relay that was not played before this key, and the check that tells why."""
    played = {attempt.relay for attempt in scene.attempt.launch.attempts}
    relays = scene.case.homework.relays
    before = next((each for each in relays[: relays.index(scene.relay)] if each.id not in played), None)
    if before is None:
        return None
    journey = scene.case.attempt("journey", before)
    worked = journey is not None and count(before, output(journey.events)) == 1
    check = f"keyboard.{before.key}" if worked and before.key else f"{before.id}.message"
    return {"check": check, "before": before.stimulus}


def _no_signal(scene: Scene) -> Why | None:
    """The printer was sent nothing, or nothing of the homework's: why, is for the check of the relay to say."""
    held = scene.case.attempt("held", scene.relay)
    untouched = first(scene.attempt.events, "untouched", scene.relay.printer) is not None
    never = held is not None and first(held.events, "frozen", scene.relay.printer) and held.observed_to_the_end
    if scene.attempt.launch.run != "journey" or not (untouched or (never and not arrived(scene, scene.relay))):
        return None
    observed = T("After {stimulus} no {relayed} arrived at the {printer}.", **scene.values)
    if untouched:
        observed = T("After {stimulus} no signal reached the {printer}, which is to print.", **scene.values)
    return Why(
        slug="nothing-printed",
        observed=observed,
        advice=T(
            "First mend [{check}]: then the {printer} can print.", check=f"{scene.relay.id}.relay", **scene.values
        ),
        notes=EXCHANGE,
        line=sent_by(scene),
    )


def _signal_alone(scene: Scene, line: int | None) -> Why | None:
    """The printer got its signal; its handler, or what is to look at a flag later, does not come to the text."""
    if scene.attempt.launch.run != "journey" or scene.relay.relayed not in arrived(scene, scene.relay):
        return None
    return Why(
        slug="nothing-printed",
        observed=T("{relayed} reached the {printer}, which did not print the message.", **scene.values),
        advice=T(
            "Print it in the {printer}'s handler for {relayed}; look at the conditions on the way to it.",
            **scene.values,
        ),
        notes=HANDLER,
        line=line,
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
    line = nearest(scene.relay.message, _said(scene))
    if line is None and scene.relay.relayed in arrived(scene, scene.relay):
        line = next((each for each in _said(scene).splitlines() if normalised(each)), None)
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
