"""What every scenario needs of one launch: the program, the homework, and the facts it records in the same way."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.kernel import proc, signals, usage
from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.matching import count
from grader.model import Fact, Homework, Relay, Role
from grader.program import Program
from grader.scenarios.cast import Cast, choose
from grader.scenarios.learned import Learned
from grader.scenarios.places import has_settled, is_back, undisturbed
from grader.scenarios.waiting import Outcome, wait_for
from grader.tasks import Pace

ROLES: tuple[Role, ...] = ("driver", "conductor")
BRIEF = 0.05  # of the patience: where a stimulus was ignored, so that the kernel has thrown it away
_GLANCE = 0.02  # of the patience, and at least
_LOOKS = 12  # at one that polls: on a busy machine it is often met on its round
_OVERLAP = 4096  # characters searched again: a message may come in pieces


@dataclass(slots=True)
class Opening:
    """The moment before a stimulus: how much had been written, and both processes.

    `searched` is how much of the output has been searched for the message since, `found` whether it was there.
    """

    written: int
    processes: Mapping[Role, Process]
    searched: int = 0
    found: bool = False

    @property
    def spinning(self) -> bool:
        """Whether one of the processes was running: it has a main loop that never blocks."""
        return any(place is None for each in self.processes.values() for place in each.places)


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

    def clock(self, share: float = 1.0, looks: int = 1) -> Patience:
        """A new patience clock."""
        return Patience(self.patience * share, looks)

    async def wait(
        self,
        awaiting: str,
        clock: Patience,
        pace: Pace,
        came: Callable[[], bool],
        told: Callable[[], bool] = lambda: True,
        *,
        pause: float = 0.0,
    ) -> Outcome:
        """wait_for, recorded."""
        outcome = await wait_for(self.program, clock, pace, came, told, pause=pause)
        self.program.recorder.add("waited", awaiting=awaiting, outcome=outcome, seconds=round(clock.spent, 4))
        return outcome

    def cast(self) -> Cast | None:
        """Who plays what now, as far as that can be told; None where there are fewer than two processes."""
        learned = self.learned
        return choose(self.program.own(), self.homework, learned.conductor, learned.rest.get("conductor"))

    def come_to_rest(self) -> None:
        """Both have been left alone: learn where they wait, so that later launches know when they are ready."""
        self.learned.rested = True
        for role in ROLES:
            each = self.program.role(role)
            if each is not None and each.blocked and each.waits_in:
                self.learned.rest.setdefault(role, each.waits_in)

    # ------------------------------------------------------------------------------------------------ one relay
    async def open(self, relay: Relay, *, judged: bool) -> Opening:
        """Record the state before the relay and that it begins.

        One that polls may be on its round just now: it is looked at until it is met where it waits.
        """
        await wait_for(self.program, self.clock(_GLANCE, _LOOKS), Pace(), self._at_rest)
        self.program.recorder.relay = relay.id
        self.program.recorder.add(
            "attempt",
            judged=judged,
            catcher=self.program.pid_of(relay.catcher),
            printer=self.program.pid_of(relay.printer),
        )
        self.facts("before")
        return Opening(self.program.written, self._both())

    def _at_rest(self) -> bool:
        both = self._both()
        return all(each.blocked and each.waits_in for role, each in both.items() if role in self.learned.rest)

    def stimulate(self, relay: Relay) -> bool:
        """Send the stimulus to the catcher; whether that can have any effect: not where it has ended or ignores it."""
        catcher = self.program.role(relay.catcher)
        if catcher is None or not self.program.send(catcher.pid, relay.stimulus):
            return False
        self.program.recorder.add("stimulus", signal=relay.stimulus, role=relay.catcher, pid=catcher.pid)
        return not catcher.ignored & ~catcher.held & signals.mask([relay.stimulus])

    def close(self, relay: Relay, opening: Opening, *, back: bool = True) -> Attempt:
        """Record the state after the relay, as the look that ended the wait has found it. The launch is usable where
        both live, neither is stopped, and both are `back` where they were before the stimulus.
        """
        self.facts("after")
        self._stray()
        printed = self.printed(relay, opening)
        if not printed:
            self._untouched(relay, opening)
        stopped = any(each.state == "T" for each in self._both().values())
        return Attempt(printed=printed, usable=self.both_live() and not stopped and back)

    def printed(self, relay: Relay, opening: Opening) -> bool:
        """Whether the relay's message has been written since. Only what is new is searched: a program may flood."""
        written = self.program.written
        if not opening.found and written > opening.searched:
            new = self.program.text(max(opening.written, opening.searched - _OVERLAP))
            opening.found = count(relay, new) > 0
            opening.searched = written
        return opening.found

    def _untouched(self, relay: Relay, opening: Opening) -> None:
        """Record where the printer has not run since the stimulus and has nothing pending: it was sent no signal."""
        before, after = opening.processes.get(relay.printer), self.program.role(relay.printer)
        if before and after and undisturbed(before, after) and not after.ignored & signals.mask([relay.relayed]):
            self.program.recorder.add("untouched", role=relay.printer, pid=after.pid)
            self.learned.untouched.add(relay.id)

    def _stray(self) -> None:
        """Signals that ended up at the driver's parent, which fetches none."""
        relayed = signals.mask(relay.relayed for relay in self.homework.relays)
        for name in signals.names(self.program.stray_signals() & relayed):
            self.program.recorder.add("pending", signal=name, owner="parent", sender=None, while_frozen=False)

    # ------------------------------------------------------------------------------------------------ both processes
    def living(self) -> int:
        """How many of driver and conductor have not ended."""
        return sum(self.program.role(role) is not None for role in ROLES)

    def both_live(self) -> bool:
        """Whether driver and conductor are alive."""
        return self.living() == len(ROLES)

    async def settle(self, opening: Opening, pace: Pace) -> None:
        """Until both are back in their main loop, all signals acted on.

        A text is on the terminal before its print has returned, and a handler that interrupts a print finds its buffer
        locked ("reentrant call"): too early a signal would be the grader's fault. And a handler that sleeps may not be
        done with what it has to say, and os.system ignores SIGINT and SIGQUIT until the shell has ended. A process that
        never blocks is given some processor time instead; one that waits elsewhere now, until nothing else can move.
        """
        began = opening.processes
        at = {**began, **self._both()}

        def settled() -> bool:
            now = self._both()
            return all(has_settled(began[role], at[role], now[role]) for role in began if role in now)

        await self.wait("settle", self.clock(), pace, settled)

    async def home(self, opening: Opening, pace: Pace) -> bool:
        """Where no message came: whether both are in their main loops all the same, and can go on to the next relay.

        A fresh start would cost a program with a memory (no seat belt before the departure) its other relays as well.
        One that polls is found at home at the first look that does not meet it on its way.
        """
        before = opening.processes

        def at_home() -> bool:
            both = self._both()
            return all(role in both and is_back(before[role], both[role]) for role in before)

        relay = self.program.recorder.relay or ""
        if not self.both_live() or relay in self.learned.away:
            return False
        # Of one that never blocks nobody can tell, and one that has kept a processor busy all the while is not at home.
        busy = opening.spinning or pace.spinning
        if busy or await self.wait("home", self.clock(_GLANCE, _LOOKS), pace, at_home) != "came":
            self.learned.away.add(relay)
            return False
        return True

    def _both(self) -> dict[Role, Process]:
        return {role: each for role in ROLES if (each := self.program.role(role))}

    # ------------------------------------------------------------------------------------------------ facts
    def facts(self, moment: str) -> None:
        """Record the signals and the state of both processes."""
        for role in ROLES:
            each = self.program.role(role)
            if each is not None:
                self._facts(role, each, moment)

    def _facts(self, role: Role, each: Process, moment: str) -> None:
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
            syscall=each.waits_in or "running",
            timed=each.wakes < math.inf,
            reads_terminal=each.waits_in == "read" and proc.reads_terminal(each),
            threads=len(each.threads),
            written=usage.written(each.pid),
        )

    def rest(self) -> None:
        """Record what the driver left behind."""
        found = sorted(self.program.remains(), key=lambda each: each.pid)
        if found:
            rows: tuple[Fact, ...] = tuple({"pid": each.pid, "name": each.name, "state": each.state} for each in found)
            self.program.recorder.add("left", processes=rows)
