"""A signal met by no handler, which ended the process or stopped it, and where the handler was put instead."""

from __future__ import annotations

from collections.abc import Mapping

from grader.diagnosis.exceptions import crashes_in
from grader.diagnosis.tracebacks import crashes
from grader.diagnosis.why import HANDLER, PAUSE, SIGNALS, TASK, Scene, Why, asked, handlers_of, line_of
from grader.model import Fact, Role, SourceCall, Text
from grader.text import T, listed, quote, role_name
from grader.view import first, names, other, output

_OFTEN_CAUGHT = {"SIGINT", "SIGCHLD"}
"""Caught by Python itself, or for other reasons: no sign of a mistaken handler."""

_STOPPING = {"SIGTSTP", "SIGTTIN", "SIGTTOU"}
"""Signals whose default action is to stop the process, besides SIGSTOP, for which there is no handler."""


def default_action(scene: Scene, role: Role, signal: str) -> Why | None:
    """The signal ended the process or stopped it.

    KeyboardInterrupt is Python's own default for SIGINT.
    """
    who = role_name(role)
    interrupted = signal == "SIGINT" and any(crash.exception == "KeyboardInterrupt" for crash in crashes_in(scene))
    slug, observed = "killed-by-default", T("{signal} ended the {role}: no handler for it.", signal=signal, role=who)
    if not (ended_by(scene, role, signal) or (interrupted and first(scene.attempt.events, "ended", role))):
        if scene.attempt.facts(role, "after").get("state") != "T":
            return None
        slug = "stopped-by-default"
        observed = T("{signal} stopped the {role}: no handler for it.", signal=signal, role=who)
    if scene.attempt.facts(role, "before").get("reads_terminal") is True:
        return waits_for_keyboard(scene, role)
    if slug == "stopped-by-default" and not stopped_by(scene, role, signal):
        return stopped_otherwise(scene, role)
    advice = T("Give the {role} a handler: signal.signal(signal.{signal}, handler).", role=who, signal=signal)
    astray = _in_other_process(scene, role, signal, observed) or _for_other_signal(scene, role, signal, observed)
    astray = astray or _removed(scene, role, signal, observed) or _installed_late(scene, role, signal, observed)
    return astray or Why(slug=slug, observed=observed, advice=advice, notes=SIGNALS)


def ended_by(scene: Scene, role: Role, signal: str) -> bool:
    """Whether the default action of that signal ended the process.

    Where the system did not tell how it ended: whether it was sent the signal with nothing in place to take it.
    """
    ended = first(scene.attempt.events, "ended", role)
    if ended is None:
        return False
    if ended.data.get("killed_by") is not None or ended.data.get("status") is not None:
        return ended.data.get("killed_by") == signal
    before = scene.attempt.facts(role, "before")
    return bool(before) and not _takes(before, signal)


def stopped_by(scene: Scene, role: Role, signal: str) -> bool:
    """Whether it can have been the default action of that signal that stopped the process."""
    before = scene.attempt.facts(role, "before")
    return signal in _STOPPING and before.get("state") != "T" and not _takes(before, signal)


def _takes(facts: Mapping[str, Fact], signal: str) -> bool:
    """Whether the process has something in place of the default action."""
    return any(signal in names(facts.get(set_)) for set_ in ("caught", "blocked", "ignored"))


def stopped_otherwise(scene: Scene, role: Role) -> Why:
    """The words for a process that a signal stopped, and not by being the one that it was to act on."""
    who, calls, stimulus = role_name(role), scene.case.calls, scene.relay.stimulus
    observed = T("After {stimulus} the {role} was stopped, by a signal such as SIGSTOP.", role=who, stimulus=stimulus)
    if scene.attempt.facts(role, "before").get("state") == "T":
        observed = T("The {role} was stopped before {stimulus} was sent.", role=who, stimulus=stimulus)
    lines = (line_of(calls, call, "SIGSTOP") for call in ("os.kill", "os.killpg", "signal.raise_signal"))
    line = next((line for line in lines if line), None)
    return Why(
        slug="stopped-otherwise",
        observed=observed,
        advice=T("Take out what stops it: a stopped process runs no handler and does not leave."),
        notes=SIGNALS,
        line=line or line_of(calls, "os.kill", "os.getpid()", "SIGTSTP"),
    )


def waits_for_keyboard(scene: Scene, role: Role) -> Why:
    """The words for a program that wants something typed."""
    return Why(
        slug="waits-for-input",
        observed=T("The {role} waits for something to be typed.", role=role_name(role)),
        advice=T("Wait with signal.pause() in place of input(): the homework talks by signals."),
        notes=PAUSE if handlers_of(scene.case.calls) else TASK,
        line=line_of(scene.case.calls, "input"),
    )


def _in_other_process(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    found = installed(scene, signal)
    elsewhere = signal in names(scene.attempt.facts(other(role), "before").get("caught"))
    if not elsewhere or signal in asked(scene, other(role)) or (signal == "SIGINT" and found is None):
        return None
    return Why(
        slug="handler-wrong-process",
        observed=observed,
        advice=T(
            "The {other} has a handler for {signal}, but the {role} is the one that needs it: install it there.",
            other=role_name(other(role)),
            signal=signal,
            role=role_name(role),
        ),
        notes=HANDLER,
        line=found.line if found else None,
    )


def _for_other_signal(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    caught = names(scene.attempt.facts(role, "before").get("caught"))
    inherited = asked(scene, other(role)) & set(names(scene.attempt.facts(other(role), "before").get("caught")))
    strange = [name for name in caught if name not in asked(scene, role) | inherited | _OFTEN_CAUGHT]
    strange = [name for name in strange if not name.removeprefix("SIG").isdigit()]  # of the C library's own threads
    if not strange:
        return None
    return Why(
        slug="handler-wrong-signal",
        observed=observed,
        advice=T(
            "The {role} has a handler for {caught}, which nobody asks for: should it be for {signal}?",
            role=role_name(role),
            caught=listed(strange),
            signal=signal,
        ),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", strange[0]),
    )


def _removed(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    """It had a handler: as was seen after the start-up, or as the file says that the default is set after it."""
    start = scene.attempt.launch.startup
    seen = any(e.event == "facts" and e.role == role and signal in names(e.data.get("caught")) for e in start)
    resets = [each for each in scene.case.calls if each.call == "signal.signal" and "SIG_DFL" in each.words]
    reset = next((each for each in resets if signal in each.words), None)
    found = installed(scene, signal)
    after = reset and found and reset.where == found.where and reset.line > found.line
    # SIGINT has a handler of Python's own to begin with.
    if not after and (not seen or (signal == "SIGINT" and reset is None)):
        return None
    return Why(
        slug="handler-removed",
        observed=observed,
        advice=T("The handler for {signal} was taken away again: leave it in place.", signal=signal),
        notes=HANDLER,
        line=(reset or resets[0]).line if resets else None,
    )


def _installed_late(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    found = installed(scene, signal)
    if found is None or signal in asked(scene, other(role)):
        return None
    advice = T(
        "The handler for {signal} was not in place in the {role}: install it there, before it waits.",
        signal=signal,
        role=role_name(role),
    )
    broken = next(iter(crashes(output(scene.attempt.launch.startup), scene.case.path)), None)
    if broken:
        advice = T("First mend the exception of the start-up: {error}", error=quote(broken.said, 160))
    return Why(
        slug="handler-too-late",
        observed=observed,
        advice=advice,
        notes=HANDLER,
        line=(broken and broken.line) or found.line,
    )


def installed(scene: Scene, signal: str) -> SourceCall | None:
    """Where the file gives that signal a handler."""
    found = (each for each in scene.case.calls if each.call == "signal.signal" and signal in each.words)
    return next((each for each in found if not {"SIG_IGN", "SIG_DFL"} & set(each.words)), None)
