"""Why a process did not act on a signal that it was sent: it died, stopped, did not listen, or got stuck."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from grader.diagnosis.exceptions import HANDLER_ERROR, explain
from grader.diagnosis.tracebacks import Crash, crashes
from grader.diagnosis.why import HANDLER, PAUSE, SIGNALS, TASK, Scene, Why, handlers_of, line_of
from grader.model import Role, Text
from grader.text import T, listed, role_name
from grader.view import first, names, other, output

_Reason: TypeAlias = Callable[[Scene, Role, str], Why | None]

_OFTEN_CAUGHT = {"SIGINT", "SIGCHLD"}
"""Caught by Python itself, or for other reasons: no sign of a mistaken handler."""


def no_reaction(scene: Scene, role: Role, signal: str) -> Why | None:
    """What surely kept this process from acting on this signal; None where nothing of that kind was seen."""
    return _first(scene, role, signal, (crashed, default_action, ignored, blocked))


def stuck(scene: Scene, role: Role, signal: str) -> Why | None:
    """What may have kept it from acting, to be asked last: it may be so in a program whose mistake is another."""
    return _first(scene, role, signal, (reads_keyboard, asleep, never_returns))


def _first(scene: Scene, role: Role, signal: str, functions: Iterable[_Reason]) -> Why | None:
    return next((why for why in (function(scene, role, signal) for function in functions) if why), None)


def crashed(scene: Scene, role: Role, signal: str) -> Why | None:
    """An exception in answer to the signal; whose it is a traceback does not say."""
    del role, signal
    return next(
        (
            explain(crash, HANDLER_ERROR, scene.case.homework.limits)
            for crash in _crashes(scene)
            if crash.exception != "KeyboardInterrupt"
        ),
        None,
    )


def default_action(scene: Scene, role: Role, signal: str) -> Why | None:
    """No handler: the signal ended the process, or stopped it. Then where the handler was put instead, if anywhere.

    KeyboardInterrupt is Python's own default for SIGINT.
    """
    who = role_name(role)
    interrupted = signal == "SIGINT" and any(crash.exception == "KeyboardInterrupt" for crash in _crashes(scene))
    if ended_by(scene, role, signal) or (interrupted and first(scene.attempt.events, "ended", role)):
        slug, observed = (
            "killed-by-default",
            T("{signal} ended the {role}: no handler for it.", signal=signal, role=who),
        )
    elif scene.attempt.facts(role, "after").get("state") == "T":
        slug, observed = (
            "stopped-by-default",
            T("{signal} stopped the {role}: no handler for it.", signal=signal, role=who),
        )
    else:
        return None
    advice = T("Give the {role} a handler: signal.signal(signal.{signal}, handler).", role=who, signal=signal)
    if scene.attempt.facts(role, "before").get("reads_terminal") is True:
        return waits_for_keyboard(scene, role)
    astray = _in_other_process(scene, role, signal, observed) or _for_other_signal(scene, role, signal, observed)
    astray = astray or _installed_late(scene, role, signal, observed)
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
    return bool(before) and not any(signal in names(before.get(set_)) for set_ in ("caught", "blocked", "ignored"))


def _asked(scene: Scene, role: Role) -> set[str]:
    """The signals that the homework has this role act on."""
    relays = scene.case.homework.relays
    stimuli = {each.stimulus for each in relays if each.catcher == role}
    return stimuli | {each.relayed for each in relays if each.printer == role}


def _in_other_process(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    line = next((each.line for each in scene.case.calls if _installs(each.call, each.words, signal)), None)
    elsewhere = signal in names(scene.attempt.facts(other(role), "before").get("caught"))
    if not elsewhere or signal in _asked(scene, other(role)) or (signal == "SIGINT" and line is None):
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
        line=line,
    )


def _for_other_signal(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    caught = names(scene.attempt.facts(role, "before").get("caught"))
    inherited = _asked(scene, other(role)) & set(names(scene.attempt.facts(other(role), "before").get("caught")))
    strange = [name for name in caught if name not in _asked(scene, role) | inherited | _OFTEN_CAUGHT]
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


def _installed_late(scene: Scene, role: Role, signal: str, observed: Text) -> Why | None:
    line = next((each.line for each in scene.case.calls if _installs(each.call, each.words, signal)), None)
    if line is None or signal in _asked(scene, other(role)):
        return None
    return Why(
        slug="handler-too-late",
        observed=observed,
        advice=T("The handler for {signal} was not in place yet: install it before the program waits.", signal=signal),
        notes=HANDLER,
        line=line,
    )


def ignored(scene: Scene, role: Role, signal: str) -> Why | None:
    """SIG_IGN, set by the process or inherited from its parent."""
    if signal not in names(scene.attempt.facts(role, "before").get("ignored")):
        return None
    return Why(
        slug="ignored",
        observed=T("The {role} ignores {signal}.", role=role_name(role), signal=signal),
        advice=T(
            "Give the {role} a handler for {signal} in place of SIG_IGN; a child inherits what its parent ignored.",
            role=role_name(role),
            signal=signal,
        ),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", signal, "SIG_IGN"),
    )


def blocked(scene: Scene, role: Role, signal: str) -> Why | None:
    """Blocked, and still lying there at the end: neither unblocked nor fetched with sigwait."""
    after = scene.attempt.facts(role, "after")
    if signal not in names(after.get("blocked")) or signal not in names(after.get("pending")):
        return None
    return Why(
        slug="blocked",
        observed=T(
            "{signal} reached the {role}, which blocks it and never fetches it.", role=role_name(role), signal=signal
        ),
        advice=T("Unblock {signal}, or fetch it with signal.sigwait; a handler alone does not run.", signal=signal),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.pthread_sigmask"),
    )


def reads_keyboard(scene: Scene, role: Role, signal: str) -> Why | None:
    """Waiting in input() for somebody to type."""
    del signal
    moments = (scene.attempt.facts(role, "after"), scene.attempt.facts(role, "before"))
    if not any(facts.get("reads_terminal") is True for facts in moments):
        return None
    return waits_for_keyboard(scene, role)


def waits_for_keyboard(scene: Scene, role: Role) -> Why:
    """The words for a program that wants something typed."""
    return Why(
        slug="waits-for-input",
        observed=T("The {role} waits for something to be typed.", role=role_name(role)),
        advice=T("Wait with signal.pause() in place of input(): the homework talks by signals."),
        notes=PAUSE if handlers_of(scene.case.calls) else TASK,
        line=line_of(scene.case.calls, "input"),
    )


def asleep(scene: Scene, role: Role, signal: str) -> Why | None:
    """Sleeping where it did not sleep before: in its handler, and for longer than the grader waits."""
    before, after = scene.attempt.facts(role, "before"), scene.attempt.facts(role, "after")
    if after.get("timed") is not True or before.get("timed") is not False or after.get("syscall") == "running":
        return None
    return Why(
        slug="too-late",
        observed=T(
            "The {role} was still asleep when the grader gave up, after {signal}.", role=role_name(role), signal=signal
        ),
        advice=T("Act on the signal at once: leave the long sleep out of the handler."),
        notes=HANDLER,
        line=line_of(scene.case.calls, "time.sleep"),
    )


def never_returns(scene: Scene, role: Role, signal: str) -> Why | None:
    """Waiting elsewhere than before, or a handler of its own has an endless loop in it: the main program stands.

    The loop may be in the handler for an earlier signal.
    """
    asked = {signal, *_asked(scene, role)}
    handlers = {name for each in asked for name in handlers_of(scene.case.calls, each)}
    loops = (each for each in scene.case.calls if each.call == "while True")
    loop = next((each.line for each in loops if each.where.rpartition(".")[2] in handlers), None)
    before, after = scene.attempt.facts(role, "before"), scene.attempt.facts(role, "after")
    if not after or (loop is None and before.get("syscall") == after.get("syscall")):
        return None
    return Why(
        slug="handler-never-returns",
        observed=T("The {role} does not come back from a handler after {signal}.", role=role_name(role), signal=signal),
        advice=T("Let the handler return: the waiting loop belongs in the main program."),
        notes=HANDLER,
        line=loop,
    )


def _crashes(scene: Scene) -> tuple[Crash, ...]:
    return crashes(output(scene.attempt.events), scene.case.path)


def _installs(call: str, words: tuple[str, ...], signal: str) -> bool:
    return call == "signal.signal" and signal in words and not {"SIG_IGN", "SIG_DFL"} & set(words)
