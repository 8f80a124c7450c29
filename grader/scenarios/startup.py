"""From the launch to the moment the program is ready, told by its signal masks and by what it is blocked in."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping

from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.scenarios.cast import Cast, asked
from grader.scenarios.places import is_back
from grader.scenarios.stage import Stage
from grader.scenarios.waiting import SOON, asleep_for, is_settled, latest, tick
from grader.tasks import Pace, wake

_SPINNING = 0.03  # seconds of processor time of both: a child with its parent's handlers may have more to do
_TICK = 0.004  # seconds between looks while signals are still to be taken
_NEARLY = 0.8  # of the processor time that the first launch took to be ready
_SHARE = 0.75  # of the patience: a start-up that hangs and a reaction that hangs together stay below two patiences
_AWAKE = 0.5  # of the patience: so long it has at least to go on after a sleep
_TALKS, _SAYS = 2.5, 1.25  # patiences, of a program that writes while it has one process only, or two
_LONGEST = 5  # patiences, of a program that keeps changing or sleeps for a known time


async def start_up(stage: Stage, pace: Pace) -> tuple[Cast | None, float]:
    """Wait until the program is ready, then record who plays what. None where it has fewer than two processes then.

    Ready is: driver and conductor take all signals that are asked of them (or, in a later launch, all they took in the
    first), and all processes of the program were blocked at one moment. A program that never takes them all is ready
    when nothing can change any more, or when the patience is spent without a change. The second value is the seconds of
    patience since the last change.
    """
    wait = _Wait(stage, pace)
    how = await wait.run()
    program = stage.program
    cast = stage.cast()
    if cast is not None:
        program.roles = cast.roles()
        for role in ("driver", "conductor"):
            each = program.role(role)
            if each is not None:
                stage.learned.takes.setdefault(role, each.takes)
    program.recorder.add(
        "roles",
        driver=cast.driver if cast else program.driver,
        conductor=cast.conductor if cast else None,
        reversed=bool(cast and cast.reversed),
        candidates=cast.candidates if cast else (),
        how=how,
        processes=len(program.own()),
    )
    stage.facts("start")
    return cast, wait.clock.spent


def not_ready_for(processes: Collection[Process], start_up: float) -> float:
    """Seconds in which it cannot be ready yet, where the first launch took `start_up` seconds of processor time: these
    have less than that behind them. There is nothing to see meanwhile, which on a busy machine is long.
    """
    return (_NEARLY * start_up - sum(each.cpu for each in processes)) / max(len(processes), 1)


class _Wait:
    """The state of one wait for readiness."""

    def __init__(self, stage: Stage, pace: Pace) -> None:
        self._stage = stage
        self._pace = pace
        self.clock = Patience(stage.patience * _SHARE)
        self._total = Patience(stage.patience * _LONGEST)
        self._signature: object = None
        self._changed = time.monotonic()
        self._complete_cpu: float | None = None
        self._written = 0
        self._settled = False
        self._slept: dict[tuple[int, int, int], int] = {}

    async def run(self) -> str:
        program = self._stage.program
        last: Mapping[int, Process] | None = None
        # It has been looked at just now, and an interpreter takes its time.
        await wake(program.fileno, min(self._soonest(), latest(program)))
        while True:
            start = time.monotonic()
            now = program.look()
            how = self._decide(last, now)
            if how is not None:
                self._stage.learned.start_up = self._stage.learned.start_up or sum(each.cpu for each in now.values())
                return how
            if self.clock.spent > self._pace.after:
                self._pace.slow = True
            last = now
            soonest = self._soonest() if self._complete_cpu is None else SOON
            end = time.monotonic()
            next_look = tick(end - self._changed, end - start, latest(program), soonest)
            rest = self._pace.after - self.clock.spent
            await wake(program.fileno, min(next_look, max(rest, SOON)) if rest > 0 else next_look)

    def _soonest(self) -> float:
        now, learned = self._stage.program.processes, self._stage.learned
        return max(
            _TICK,
            not_ready_for(now.values(), learned.start_up),
            asleep_for(self._stage.program) if self._settled else 0,
        )

    def _decide(self, last: Mapping[int, Process] | None, now: Mapping[int, Process]) -> str | None:
        program = self._stage.program
        if program.ended(program.driver) or program.deserted:
            return "ended"
        if program.driver is None:
            return None  # the sandbox is not up yet
        self.clock.tick(now.values())
        self._total.tick(now.values())
        own = program.own()
        signature = [(each.pid, each.takes, each.ignored) for each in own]
        if signature != self._signature:
            self._signature = signature
            self._changed = time.monotonic()
            self._complete_cpu = None
            self.clock.reset()
        settled = self._settled = last is not None and program.driver in now and is_settled(last, now, ())
        cast = self._stage.cast()
        if cast is not None and self._complete(cast, now):
            spinning = self._spinning(sum(now[pid].cpu for pid in cast.roles() if pid in now))
            if settled or spinning or (last is not None and _goes_round(last, now)):
                return "masks"
        if settled and program.next_wake() > time.monotonic() + self._total.limit - self._total.spent:
            return "settled"
        sleeping = self._sleeps(own)
        if self._says_something(_TALKS if cast is None else _SAYS):
            self.clock.reset()
        elif sleeping:
            self.clock.leave(_AWAKE * self._stage.patience)
        if self._total.over or (self.clock.over and not sleeping):
            return "patience"
        return None

    def _says_something(self, longest: float) -> bool:
        """Whether it has written since the last look: one that counts down is not idle yet. Not for ever (`longest`, in
        patiences): one that chatters may have nothing else in mind.
        """
        before, self._written = self._written, self._stage.program.written
        return self._written > before and self._total.spent < longest * self._stage.patience

    def _complete(self, cast: Cast, now: Mapping[int, Process]) -> bool:
        """Whether both take all their signals, and are where they have come to rest in the first launch: handlers may
        be their parent's, inherited by fork. A launch beside the first one waits until that is known.
        """
        if self._stage.program.recorder.launch > 1 and not self._stage.learned.rested:
            return False
        for pid, role in cast.roles().items():
            wanted = self._stage.learned.takes.get(role, asked(self._stage.homework, role))
            if pid not in now or wanted & ~now[pid].takes:
                return False
            if self._stage.learned.rest.get(role) not in (None, now[pid].waits_in):
                return False
        return True

    def _spinning(self, cpu: float) -> bool:
        if self._complete_cpu is None:
            self._complete_cpu = cpu
        return cpu - self._complete_cpu > _SPINNING

    def _sleeps(self, own: list[Process]) -> bool:
        """Whether a process is in a sleep it is in for the first time, and it is known that it ends.

        That is a start-up that sleeps; the second time at the same place it is a loop that does.
        """
        sleeping = False
        for each in own:
            for thread in each.threads:
                if thread.call and (math.isfinite(thread.wakes) or math.isfinite(thread.lasts)):
                    number, _sp, pc = thread.call.place  # the stack may have moved a little since, as in places.is_back
                    first = self._slept.setdefault((thread.tid, number, pc), thread.turns)
                    sleeping |= first == thread.turns
        return sleeping


def _goes_round(last: Mapping[int, Process], now: Mapping[int, Process]) -> bool:
    """Whether each process is where it was at the last look, though it may have run in between: in a loop that polls.

    Where that is more often than the grader looks, none is ever seen to stay.
    """
    if last.keys() != now.keys():
        return False
    return all(each.blocked and None not in last[pid].places and is_back(last[pid], each) for pid, each in now.items())
