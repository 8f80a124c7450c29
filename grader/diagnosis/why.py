"""What a diagnosis is, what it may look at, and the chapters of the course notes that hints name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from grader.matching import normalised
from grader.model import Relay, Role, SourceCall, Text
from grader.text import T, Value, role_name
from grader.view import Attempt, Case, other

KILL = T("notes: os.kill")
HANDLER = T("notes: signal.signal")
PAUSE = T("notes: signal.pause")
SIGNALS = T("notes: signals and their default actions")
PROCESS = T("notes: processes")
THREADS = T("notes: threads")
WAITING = T("notes: SIGCHLD and Process.join")
EXCHANGE = T("notes: signals between processes")
TASK = T("notes: homework 2, driver and conductor")


SENDS = ("os.kill", "os.killpg", "signal.pthread_kill", "signal.raise_signal")
"""Calls that send a signal."""

EXITS = ("sys.exit", "os._exit", "exit", "quit")
"""Calls that end the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One explanation. `slug` names the mistake for tests and statistics; `line` is in the student's file."""

    slug: str
    observed: Text
    advice: Text
    notes: Text | None = None
    line: int | None = None

    @property
    def hint(self) -> Text:
        """The advice with the places to look at."""
        if self.line and self.notes:
            return T("{advice} (line {line}; {notes})", advice=self.advice, line=self.line, notes=self.notes)
        if self.line:
            return T("{advice} (line {line})", advice=self.advice, line=self.line)
        if self.notes:
            return T("{advice} ({notes})", advice=self.advice, notes=self.notes)
        return self.advice


@dataclass(frozen=True, slots=True)
class Scene:
    """One relay in one attempt, with the case around it."""

    case: Case
    relay: Relay
    attempt: Attempt

    @property
    def values(self) -> dict[str, Value]:
        """What nearly every sentence about a relay names."""
        return {
            "stimulus": self.relay.stimulus,
            "catcher": role_name(self.relay.catcher),
            "relayed": self.relay.relayed,
            "printer": role_name(self.relay.printer),
        }

    @property
    def relayed(self) -> tuple[str, ...]:
        """Every signal that some relay of the homework passes on: the ones that can be mistaken for each other."""
        return tuple(dict.fromkeys(relay.relayed for relay in self.case.homework.relays))


def first(scene: Scene, functions: Iterable[Callable[[Scene], Why | None]]) -> Why | None:
    """The first explanation that fits."""
    return next((why for why in (function(scene) for function in functions) if why), None)


def line_of(calls: Iterable[SourceCall], call: str, *words: str) -> int | None:
    """The line of the first such call that has all these words among its arguments; None where there is none."""
    return next((each.line for each in calls if each.call == call and set(words) <= set(each.words)), None)


def sent_by(scene: Scene, signal: str | None = None) -> int | None:
    """The line where the catcher sends the relayed signal, or that one: in its handler for the stimulus, if anywhere.

    Not one in a handler for other signals alone: several relays may go by the same signal.
    """
    calls, relay = scene.case.calls, scene.relay
    sent = [each for each in calls if each.call in SENDS and (signal or relay.relayed) in each.words]
    own = handlers_of(calls, relay.stimulus)
    others = set(handlers_of(calls)).difference(own)
    inside = (each.line for each in sent if each.where.rpartition(".")[2] in own)
    elsewhere = (each.line for each in sent if each.where.rpartition(".")[2] not in others)
    return next(inside, None) or next(elsewhere, None)


def exit_in(calls: Iterable[SourceCall], functions: Collection[str]) -> int | None:
    """The line of the first call in these functions that ends the process."""
    return next((c.line for c in calls if c.call in EXITS and c.where.rpartition(".")[2] in functions), None)


def line_saying(calls: Iterable[SourceCall], message: str) -> int | None:
    """The line of the first call that has the text."""
    return next(iter(lines_saying(calls, message)), None)


def lines_saying(calls: Iterable[SourceCall], message: str) -> tuple[int, ...]:
    """The lines of the calls that have the text, compared as messages are."""
    wanted = normalised(message)
    if not wanted:
        return ()
    said = (c.line for c in calls if c.call != "def" and any(wanted in normalised(word) for word in c.words))
    return tuple(dict.fromkeys(said))


def handlers_of(calls: Iterable[SourceCall], signal: str | None = None) -> tuple[str, ...]:
    """The names of functions given to signal.signal, for any signal; or for one, and for those that cannot be read."""
    found = (
        word.rpartition(".")[2]
        for each in calls
        if each.call == "signal.signal" and (signal in (None, *each.words) or not _names_a_signal(each))
        for word in each.words
        if not word.startswith("SIG")
    )
    return tuple(dict.fromkeys(found))


def own_handlers(scene: Scene, role: Role) -> set[str]:
    """The names of the functions that handle what this process alone is asked to act on, as far as the file tells."""
    calls = scene.case.calls
    own, others = asked(scene, role), asked(scene, other(role))
    foreign = {name for each in others - own for name in handlers_of(calls, each)}
    return {name for each in own for name in handlers_of(calls, each)} - foreign


def asked(scene: Scene, role: Role) -> set[str]:
    """The signals that the homework has this role act on."""
    relays = scene.case.homework.relays
    stimuli = {each.stimulus for each in relays if each.catcher == role}
    return stimuli | {each.relayed for each in relays if each.printer == role}


def _names_a_signal(call: SourceCall) -> bool:
    return any(word.startswith("SIG") and not word.startswith("SIG_") for word in call.words)
