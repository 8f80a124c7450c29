"""What every scenario needs of one launch: the program, the homework, and the facts it records in the same way."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from grader.matching import count
from grader.kernel import proc, signals
from grader.kernel.patience import Patience
from grader.kernel.proc import Process
from grader.model import Homework, Relay, Role
from grader.program import Program
from grader.scenarios.waiting import Outcome, wait_for
from grader.tasks import Pace

Places: TypeAlias = Mapping[Role, tuple[tuple[int, int, int] | None, ...]]
ROLES: tuple[Role, ...] = ("driver", "conductor")


@dataclass(slots=True)
class Learned:
    """What earlier launches of the same submission have shown.

    `takes` are the signals each role took when its start-up was over, `conductor` which of several candidates plays the
    conductor, `reaction` the seconds of patience a relay's message took in the journey.
    """

    takes: dict[Role, int] = field(default_factory=dict)
    conductor: int = 0
    reaction: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """The moment before a stimulus: how much had been written, and where both processes waited."""

    written: int
    places: Places


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one relay: whether its message came, and whether the same launch can go on to the next relay."""

    printed: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """One launch, once its program runs."""

    program: Program
    homework: Homework
    learned: Learned
    patience: float

    def clock(self, share: float = 1.0) -> Patience:
        """A new patience clock."""
        return Patience(self.patience * share)

    async def wait(self, awaiting: str, clock: Patience, pace: Pace, came: Callable[[], bool]) -> Outcome:
        """wait_for, recorded."""
        outcome = await wait_for(self.program, clock, pace, came)
        self.program.recorder.add("waited", awaiting=awaiting, outcome=outcome, seconds=round(clock.spent, 4))
        return outcome

    # ------------------------------------------------------------------------------------------------ one relay
    def open(self, relay: Relay, *, judged: bool) -> Opening:
        """Record the state before the relay and that it begins."""
        self.program.look()
        self.program.recorder.relay = relay.id
        self.program.recorder.add(
            "attempt",
            judged=judged,
            catcher=self.program.pid_of(relay.catcher),
            printer=self.program.pid_of(relay.printer),
        )
        self.facts("before")
        return Opening(len(self.program.text), self.places())

    def stimulate(self, relay: Relay) -> None:
        """Send the stimulus to the catcher, where it lives."""
        pid = self.program.pid_of(relay.catcher)
        if pid is not None and self.program.send(pid, relay.stimulus):
            self.program.recorder.add("stimulus", signal=relay.stimulus, role=relay.catcher, pid=pid)

    def close(self, relay: Relay, opening: Opening) -> Attempt:
        """Record the state after the relay; the launch is usable where both live and are back where they were."""
        self.program.look()
        self.facts("after")
        self._stray()
        printed = self.printed(relay, opening)
        back = printed or (None not in self._waiting() and self.places() == opening.places)
        return Attempt(printed=printed, usable=self.both_live() and back)

    def printed(self, relay: Relay, opening: Opening) -> bool:
        """Whether the relay's message has been written since."""
        return count(relay, self.program.text[opening.written :]) > 0

    def _stray(self) -> None:
        """Signals that ended up at the driver's parent, which fetches none."""
        for name in signals.names(self.program.stray_signals()):
            self.program.recorder.add("pending", signal=name, owner="parent", sender=None, while_frozen=False)

    # ------------------------------------------------------------------------------------------------ both processes
    def living(self) -> int:
        """How many of driver and conductor have not ended."""
        return sum(self.program.role(role) is not None for role in ROLES)

    def both_live(self) -> bool:
        """Whether driver and conductor are alive."""
        return self.living() == len(ROLES)

    def settled(self) -> bool:
        """Whether both are blocked (or never block), and have acted on every signal."""
        found = (self.program.role(role) for role in ROLES)
        return all(each is None or each.blocked or not each.pending for each in found)

    def places(self) -> Places:
        """Where the threads of both wait: the same before and after means they are back in their main loop."""
        found = {role: self.program.role(role) for role in ROLES}
        return {role: each.places for role, each in found.items() if each is not None}

    def _waiting(self) -> list[tuple[int, int, int] | None]:
        return [place for places in self.places().values() for place in places]

    # ------------------------------------------------------------------------------------------------ facts
    def facts(self, moment: str) -> None:
        """Record the signals and the state of both processes."""
        for role in ROLES:
            each = self.program.role(role)
            if each is not None:
                self._facts(role, each, moment)

    def _facts(self, role: Role, each: Process, moment: str) -> None:
        call = each.threads[0].call if each.threads else None
        self.program.recorder.add(
            "facts",
            role=role,
            pid=each.pid,
            moment=moment,
            caught=signals.names(each.caught),
            ignored=signals.names(each.ignored),
            blocked=signals.names(each.held),
            pending=signals.names(each.pending),
            state=each.state,
            syscall=call.name if call else "running",
            timed=each.wakes < math.inf,
            reads_terminal=bool(call and call.name == "read" and proc.reads_terminal(each)),
            threads=len(each.threads),
            written=proc.written(each.pid),
        )

    def rest(self) -> None:
        """Record what the driver left behind."""
        found = sorted(self.program.remains(), key=lambda each: each.pid)
        if found:
            rows = tuple({"pid": each.pid, "name": each.name, "state": each.state} for each in found)
            self.program.recorder.add("left", processes=rows)
