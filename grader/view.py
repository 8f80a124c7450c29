"""The flat timeline, seen as launches and attempts. Only selects; what it means is for the checks to say.

launch: launched ... roles ... quiet | attempt ... | attempt ... | ... closed
        `------- start-up ---------'   `-- one relay each --'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from grader.model import Event, Evidence, Fact, Homework, Relay, Role, RunName, SourceCall

ROLES: tuple[Role, ...] = ("driver", "conductor")


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the program, with everything seen of it until it was gone."""

    run: RunName
    number: int
    events: tuple[Event, ...]

    @property
    def startup(self) -> tuple[Event, ...]:
        """What happened before the first relay was tried; everything where none was."""
        attempts = self.attempts
        return self.events[: attempts[0].start] if attempts else self.events

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The relays tried, in order."""
        starts = [at for at, event in enumerate(self.events) if event.event == "attempt"]
        return tuple(
            Attempt(launch=self, start=start, stop=stop) for start, stop in pairwise([*starts, len(self.events)])
        )

    @property
    def failed(self) -> Event | None:
        """The grader's own failure, after which nothing that was not seen counts."""
        return first(self.events, "failed")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One relay tried in one launch: the events `start:stop` of that launch."""

    launch: Launch
    start: int
    stop: int

    @property
    def relay(self) -> str | None:
        return self.launch.events[self.start].relay

    @property
    def judged(self) -> bool:
        return self.launch.events[self.start].data.get("judged") is True

    @property
    def events(self) -> tuple[Event, ...]:
        return self.launch.events[self.start : self.stop]

    @property
    def other_outputs(self) -> tuple[str, ...]:
        """What was written at all other times of the launch: in start-up, and in each other attempt."""
        others = (each.events for each in self.launch.attempts if each.start != self.start)
        return tuple(output(events) for events in (self.launch.startup, *others))

    @property
    def stimulated(self) -> bool:
        """Whether the signal, or the key, was really sent."""
        return any(event.event in ("stimulus", "key") for event in self.events)

    @property
    def observed_to_the_end(self) -> bool:
        """Whether silence in this attempt proves anything: it was followed to its end by a grader that worked."""
        return self.stimulated and self.launch.failed is None and wall_limit(self.events) is None

    def facts(self, role: Role, moment: str) -> Mapping[str, Fact]:
        """The signals of that process `before` the stimulus or `after` the attempt; empty where not seen."""
        for event in self.events:
            if event.event == "facts" and event.role == role and event.data.get("moment") == moment:
                return event.data
        return {}


@dataclass(frozen=True, slots=True)
class Case:
    """What a check may look at."""

    homework: Homework
    launches: tuple[Launch, ...]
    calls: tuple[SourceCall, ...]
    path: str

    def attempt(self, run: RunName, relay: Relay) -> Attempt | None:
        """The attempt of that run by which the relay is judged; None where there is none.

        Where the grader had to try again after a failure of its own, the attempt that it could follow is taken.
        """
        found = [
            attempt
            for launch in self.launches
            if launch.run == run
            for attempt in launch.attempts
            if attempt.judged and attempt.relay == relay.id
        ]
        whole = [attempt for attempt in found if attempt.observed_to_the_end]
        return next(iter(whole or found), None)


def case(evidence: Evidence, homework: Homework) -> Case:
    """The evidence, put in order."""
    ordered = sorted(evidence.events, key=lambda event: event.launch)  # stable: within a launch as recorded
    launches = tuple(
        Launch(run=events[0].run, number=number, events=events)
        for number, events in ((number, tuple(group)) for number, group in groupby(ordered, lambda e: e.launch))
    )
    return Case(homework=homework, launches=launches, calls=evidence.calls, path=evidence.path)


def first(events: Iterable[Event], word: str, role: Role | None = None) -> Event | None:
    """The first event of that word, of that role where one is given."""
    return next((event for event in events if event.event == word and role in (None, event.role)), None)


def output(events: Iterable[Event]) -> str:
    """Everything written to the terminal in these events, as one text: the terminal cuts it anywhere."""
    return "".join(event.text or "" for event in events if event.event == "output")


def cut(events: Iterable[Event]) -> bool:
    """Whether output was left out, so that what is not there proves nothing."""
    return any(event.event == "output" and event.data.get("cut") is True for event in events)


def names(fact: Fact) -> tuple[str, ...]:
    """A tuple of names out of an event's data; empty where it is missing."""
    return tuple(str(each) for each in fact) if isinstance(fact, tuple) else ()


def wall_limit(events: Iterable[Event]) -> Event | None:
    """The end of a run by the clock on the wall, which a busy machine may have caused."""
    return next((e for e in events if e.event == "limit" and e.data.get("limit") == "wall_seconds"), None)


def own_limit(events: Iterable[Event]) -> Event | None:
    """The end of a run by a limit that the program itself has run into: not the clock's, nor that of the output, which
    ends no run: it is only cut.
    """
    limits = (event for event in events if event.event == "limit")
    return next((each for each in limits if each.data.get("limit") not in ("wall_seconds", "output_bytes")), None)


def other(role: Role) -> Role:
    """The other one of the two."""
    return "conductor" if role == "driver" else "driver"


def frozen_output(events: Iterable[Event], role: Role) -> tuple[Event, ...]:
    """What was written while that process was held still."""
    return tuple(event for event in events if event.event == "output" and event.data.get("frozen") == role)
