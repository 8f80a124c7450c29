"""Why a process did not act on a signal that it was sent: it died, stopped, did not listen, or got stuck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from grader.diagnosis.exceptions import HANDLER_ERROR, crashes_in, explain
from grader.diagnosis.unhandled import default_action, installed, waits_for_keyboard
from grader.diagnosis.why import HANDLER, Scene, Why, asked, handlers_of, line_of, own_handlers
from grader.model import Role, SourceCall
from grader.text import T, role_name
from grader.view import first, names

_Reason: TypeAlias = Callable[[Scene, Role, str], Why | None]

_POLLING = 1.0
"""Seconds: a shorter sleep keeps nobody for long, unless it is repeated: a loop that waits for something."""

_IGNORED_BY_SYSTEM = ("SIGINT", "SIGQUIT")
"""By system(3), for as long as it waits for the shell."""

_BLOCKS = (
    "os.wait",
    "os.waitpid",
    "signal.pause",
    "signal.sigwait",
    ".join",
    ".wait",
    ".recv",
    "input",
    ".acquire",
    "time.sleep",
    "while",
)
"""Calls in which a handler may stay, and loops."""


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
    ended = first(scene.attempt.events, "ended") is not None
    return next(
        (
            explain(crash, HANDLER_ERROR, scene.case, ended=ended)
            for crash in crashes_in(scene)
            if crash.exception != "KeyboardInterrupt"
        ),
        None,
    )


def ignored(scene: Scene, role: Role, signal: str) -> Why | None:
    """SIG_IGN, set by the process or inherited from its parent."""
    if signal not in names(scene.attempt.facts(role, "before").get("ignored")):
        return None
    advice = T(
        "Give the {role} a handler for {signal} in place of SIG_IGN; a child inherits what its parent ignored.",
        role=role_name(role),
        signal=signal,
    )
    line = line_of(scene.case.calls, "signal.signal", signal, "SIG_IGN")
    waits = signal in _IGNORED_BY_SYSTEM and scene.attempt.facts(role, "before").get("syscall") == "wait4"
    shell = line_of(scene.case.calls, "os.system") if waits and installed(scene, signal) else None
    if shell:
        advice = T("os.system ignores {signal} for as long as it waits: wait with signal.pause().", signal=signal)
    return Why(
        slug="ignored",
        observed=T("The {role} ignores {signal}.", role=role_name(role), signal=signal),
        advice=advice,
        notes=HANDLER,
        line=shell or line,
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


def asleep(scene: Scene, role: Role, signal: str) -> Why | None:
    """Asleep where it was not before, by a sleep in a handler or a timer, and for longer than the grader waits."""
    before, after = scene.attempt.facts(role, "before"), scene.attempt.facts(role, "after")
    if after.get("timed") is not True or before.get("timed") is not False or after.get("syscall") == "running":
        return None
    sleep = next((each for each in _in_handlers(scene, role, signal, "time.sleep") if not _polls(each)), None)
    who = role_name(role)
    if sleep:
        observed = T("The {role} was still asleep when the grader gave up, after {signal}.", role=who, signal=signal)
        advice = T("Act on the signal at once: leave the long sleep out of the handler.")
        return Why(slug="too-late", observed=observed, advice=advice, notes=HANDLER, line=sleep.line)
    timer = line_of(scene.case.calls, "threading.Timer")
    if timer is None:
        return None
    observed = T("A timer of the {role} still ran when the grader gave up, after {signal}.", role=who, signal=signal)
    advice = T("Act on the signal at once, in the handler: leave the timer out.")
    return Why(slug="too-late", observed=observed, advice=advice, notes=HANDLER, line=timer)


def never_returns(scene: Scene, role: Role, signal: str) -> Why | None:
    """A handler has an endless loop in it, or it waits elsewhere than before and a handler has a wait in it.

    The loop may be in the handler for an earlier signal.
    """
    before, after = scene.attempt.facts(role, "before"), scene.attempt.facts(role, "after")
    moved = before.get("syscall") != after.get("syscall")
    waits = (each.line for call in _BLOCKS for each in _in_handlers(scene, role, signal, call))
    line = endless(scene, role, signal) or (next(waits, None) if moved else None)
    if not after or (line is None and (not moved or after.get("syscall") == "running")):
        return None
    who = role_name(role)
    slug, observed = (
        "waits-elsewhere",
        T("After {signal} the {role} waits in another place than before.", role=who, signal=signal),
    )
    if line:
        slug, observed = (
            "handler-never-returns",
            T("The {role} does not come back from a handler after {signal}.", role=who, signal=signal),
        )
    advice = T("Let the handler return: the waiting loop belongs in the main program.")
    return Why(slug=slug, observed=observed, advice=advice, notes=HANDLER, line=line)


def endless(scene: Scene, role: Role, signal: str) -> int | None:
    """The line of an endless loop in a handler of that process."""
    return next((each.line for each in _in_handlers(scene, role, signal, "while True")), None)


def _in_handlers(scene: Scene, role: Role, signal: str, call: str) -> Iterator[SourceCall]:
    """The calls of that name in the functions that handle what this process is asked to act on."""
    shared = (name for each in (signal, *asked(scene, role)) for name in handlers_of(scene.case.calls, each))
    handlers = own_handlers(scene, role) or set(shared)
    return (each for each in scene.case.calls if each.call == call and each.where.rpartition(".")[2] in handlers)


def _polls(sleep: SourceCall) -> bool:
    """Whether it is known to be short."""
    try:
        return float(sleep.words[0]) < _POLLING
    except (IndexError, ValueError):
        return False
