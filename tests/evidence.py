"""Evidence made by hand: a ride that goes well, and ways to make it go wrong.

    Ride()                                 full marks
    Ride().journey("departure", text="")   no text in the journey's departure
    Ride(calls=calls(source))              with the student's file

Each method returns the same ride, changed; `judge()` gives the results by check id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.checks import judge
from grader.homework import load
from grader.model import CheckResult, Event, Evidence, Fact, Homework, Relay, Role, RunName, SourceCall, Text

BUS = load()
DRIVER, CONDUCTOR = 100, 101
PIDS: Mapping[str, int] = {"driver": DRIVER, "conductor": CONDUCTOR}
CAUGHT: Mapping[Role, tuple[str, ...]] = {
    "driver": ("SIGINT", "SIGUSR1", "SIGUSR2", "SIGTSTP"),
    "conductor": ("SIGINT", "SIGQUIT", "SIGUSR1"),
}


def event(word: str, role: Role | None = None, /, **values: Fact) -> Event:
    """One event; `signal`, `text`, `relay`, `pid` and `run` are fields, everything else is data."""
    fields = {name: values.pop(name) for name in ("signal", "text", "relay", "pid") if name in values}
    run = values.pop("run", "journey")
    return Event(run=run, launch=1, at=0.0, event=word, role=role, data=values, **fields)  # type: ignore[arg-type]


def facts(role: Role, moment: str, **changed: Fact) -> Event:
    """The signals of a process that is as it should be, but for what is given."""
    usual: dict[str, Fact] = {
        "caught": CAUGHT[role],
        "ignored": (),
        "blocked": (),
        "pending": (),
        "state": "S",
        "syscall": "pause",
        "timed": False,
        "reads_terminal": False,
        "threads": 1,
        "written": 0,
    }
    return event("facts", role, moment=moment, pid=PIDS[role], **(usual | changed))


def output(text: str, **data: Fact) -> Event:
    """Something written to the terminal."""
    return event("output", text=text, **({"frozen": None, "cut": False} | data))


def ended(
    role: Role | None, *, status: int | None = 0, killed_by: str | None = None, exiting: tuple[Role, ...] = ()
) -> Event:
    """The end of a process."""
    return event(
        "ended", role, pid=PIDS.get(role or ""), status=status, killed_by=killed_by, core=False, exiting=exiting
    )


def startup() -> list[Event]:
    """A start-up that shows two processes."""
    return [
        event("launched", "driver", pid=DRIVER),
        event("process", "driver", pid=DRIVER, parent=1, parent_role=None, name="python3", threads=1),
        event("process", pid=CONDUCTOR, parent=DRIVER, parent_role="driver", name="python3", threads=1),
        event("roles", driver=DRIVER, conductor=CONDUCTOR, reversed=False, candidates=(CONDUCTOR,), how="masks"),
        facts("driver", "start"),
        facts("conductor", "start"),
        event("quiet", seconds=0.1),
    ]


def leaving() -> list[Event]:
    """The conductor ends, then the driver, and nothing is left."""
    return [ended("conductor"), ended("driver"), event("waited", awaiting="rest", outcome="came", seconds=0.0)]


def played(relay: Relay, run: RunName, *, before: tuple[Event, ...] = (), happened: tuple[Event, ...]) -> list[Event]:
    """One attempt: the state before, the stimulus (or key), and what happened then."""
    pids = {"catcher": PIDS[relay.catcher], "printer": PIDS[relay.printer]}
    usual = before or (facts("driver", "before"), facts("conductor", "before"))
    sent = event("key", signal=relay.stimulus, key="^C") if run == "keyboard" else stimulus(relay)
    frozen = [event("frozen", relay.printer, how="ptrace", already=())] if run == "held" else []
    return [event("attempt", relay=relay.id, judged=True, **pids), *usual, *frozen, sent, *happened]


def stimulus(relay: Relay) -> Event:
    return event("stimulus", relay.catcher, signal=relay.stimulus)


def arrived(relay: Relay, signal: str | None = None) -> Event:
    """A signal in the pending set of the frozen printer."""
    return event("pending", relay.printer, signal=signal or relay.relayed, sender=relay.catcher, while_frozen=True)


def released(relay: Relay) -> Event:
    return event("released", relay.printer, held=0.1, why="settled")


def alive() -> list[Event]:
    return [facts("driver", "after"), facts("conductor", "after")]


@dataclass
class Ride:
    """A submission's evidence: one launch for each run, each relay played in it."""

    homework: Homework = BUS
    calls: tuple[SourceCall, ...] = ()
    problem: Text | None = None
    start: list[Event] = field(default_factory=startup)
    attempts: dict[tuple[RunName, str], list[Event]] = field(default_factory=dict)
    closing: list[Event] = field(default_factory=lambda: [event("closed")])

    def __post_init__(self) -> None:
        for relay in self.homework.relays:
            end = leaving() if relay.id == self.homework.final else alive()
            said = output(f"{relay.message}\r\n")
            self.attempts["journey", relay.id] = played(relay, "journey", happened=(said, *end))
            self.attempts["held", relay.id] = played(
                relay, "held", happened=(arrived(relay), released(relay), said, *end)
            )
            self.attempts["keyboard", relay.id] = played(relay, "keyboard", happened=(said, *end))

    def play(self, run: RunName, relay_id: str, *happened: Event, before: tuple[Event, ...] = ()) -> Ride:
        """Replace what happened after the stimulus of one relay in one run."""
        relay = self.homework.relay(relay_id)
        self.attempts[run, relay_id] = played(relay, run, before=before, happened=happened)
        return self

    def journey(self, relay_id: str, *happened: Event, before: tuple[Event, ...] = ()) -> Ride:
        return self.play("journey", relay_id, *happened, before=before)

    def held(self, relay_id: str, *happened: Event, before: tuple[Event, ...] = ()) -> Ride:
        return self.play("held", relay_id, *happened, before=before)

    def both(self, relay_id: str, *happened: Event, before: tuple[Event, ...] = ()) -> Ride:
        """The same in the journey and in the held run, where the printer is let go at the end."""
        self.journey(relay_id, *happened, before=before)
        return self.held(relay_id, *happened, released(self.homework.relay(relay_id)), before=before)

    def without(self, run: RunName, relay_id: str) -> Ride:
        """No attempt of that relay in that run."""
        del self.attempts[run, relay_id]
        return self

    def evidence(self) -> Evidence:
        events: list[Event] = []
        runs: tuple[RunName, ...] = ("journey", "held", "keyboard")
        for number, run in enumerate(runs, 1):
            played_ = [each for (name, _), attempt in self.attempts.items() if name == run for each in attempt]
            if run == "journey" or played_:
                launch = [*self.start, *played_, *self.closing]
                events += [replace(each, run=run, launch=number, at=float(at)) for at, each in enumerate(launch)]
        return Evidence(
            submission="alice",
            path=str(Path("submissions") / "alice.py"),
            sha256="0" * 64,
            isolation="none",
            python="python3",
            patience=2.0,
            seconds=0.1,
            events=tuple(events),
            calls=self.calls,
            problem=self.problem,
        )

    def judge(self) -> dict[str, CheckResult]:
        return {result.id: result for result in judge(self.evidence(), self.homework)}


def words(text: Text | None) -> str:
    """The English of a sentence."""
    if text is None:
        return ""
    return text.msgid.format(
        **{name: words(value) if isinstance(value, Text) else value for name, value in text.values.items()}
    )
