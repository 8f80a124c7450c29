"""Which launches there are: three runs, fresh starts where a relay killed or hung the program, several at once if slow.

A prompt program is launched three times, one after the other. Where a wait takes longer than a prompt program would
need, what comes next is started beside it, so that a program that fails everything by hanging costs about one patience
and not nine. What was started ahead is dropped where the wait turns out well after all: then the same launch goes on.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.launch import Launcher
from grader.limits import LimitReached
from grader.matching import count
from grader.model import Homework, Relay, RunName
from grader.program import Program
from grader.recorder import Recorder
from grader.scenarios import held, journey, keyboard
from grader.scenarios.learned import Learned
from grader.scenarios.stage import Stage
from grader.scenarios.startup import start_up
from grader.scenarios.waiting import PROMPT
from grader.tasks import Loop, Pace, Task, cancel

_ATTEMPT = {"journey": journey.attempt, "held": held.attempt, "keyboard": keyboard.attempt}
_MOST_CANDIDATES = 4  # processes tried for the conductor
_UNHURRIED = 0.6  # of the patience: most programs that are merely slow have answered by then
_QUIET = 0.75  # of the patience: a program that can act by itself is left alone for so long before the first stimulus

Relays: TypeAlias = tuple[Relay, ...]
Launches: TypeAlias = list[Recorder]


@dataclass(frozen=True, slots=True)
class _Launch:
    """What one launch leads to: the relays still to be played, those to be played first, what was started ahead."""

    left: Relays
    replay: Relays
    ahead: Task[Launches] | None = None


class Conduct:
    """The interrogation of one submission. `overlap`: whether several launches may run beside each other; `hurry`:
    whether they do as soon as something is slow, which is quicker for one program and dearer for many.
    """

    def __init__(
        self, loop: Loop, launcher: Launcher, homework: Homework, patience: float, *, overlap: bool, hurry: bool
    ) -> None:
        self._loop = loop
        self._launcher = launcher
        self._homework = homework
        self._patience = patience
        self._overlap = overlap
        self._after = PROMPT if hurry else patience * _UNHURRIED
        self._count = itertools.count(1)
        self._learned = Learned()
        self._candidates: tuple[str | None, ...] = ()  # the system call each has come to rest in
        self._printed: set[str] = set()
        self._playable = True

    async def run(self) -> Launches:
        """All launches, in the order of the runs."""
        first = await self._journey()
        runs = [first]
        try:
            if self._playable:
                runs.append(self._spawn("held", self._relays("held"), ()))
                await self._go_on(runs[-1])
            await self._loop.finish(first)
            if not self._playable:
                return first.result
            if self._held_too_shortly(await self._loop.finish(runs[-1])):
                runs[-1] = self._spawn("held", self._relays("held"), ())
                await self._loop.finish(runs[-1])
            runs.append(self._spawn("keyboard", self._relays("keyboard"), ()))
            await self._loop.finish(runs[-1])
            return [recorder for run in runs for recorder in run.result]
        finally:
            cancel(runs)

    async def _journey(self) -> Task[Launches]:
        """The journey, done or at least slow. Where several processes could be the conductor, the one that answers."""
        first = self._spawn("journey", self._homework.relays, ())
        await self._go_on(first)
        # Of one that is slow to start nobody knows yet who could be it.
        await self._loop.until(lambda: first.done or self._learned.rested)
        if len(self._candidates) < 2:
            return first
        await self._loop.finish(first)
        found, learned, printed = first, self._learned, set(self._printed)
        for number, rest in enumerate(self._candidates[1:_MOST_CANDIDATES], start=1):
            if not self._playable or self._answered():
                return found
            # By where it waits, not by its place among them: another worker of a pool may get the work next time.
            self._learned = Learned(conductor=number, rested=True, rest={"conductor": rest} if rest else {})
            self._printed.clear()
            found = self._spawn("journey", self._homework.relays, ())
            await self._loop.finish(found)
        if self._answered():
            return found
        self._learned, self._printed = learned, printed  # nobody has: the likeliest one it is
        return first

    def _answered(self) -> bool:
        """Whether the process taken for the conductor is one: it passed on what it was sent."""
        caught = {relay.id for relay in self._homework.relays if relay.catcher == "conductor"}
        return bool(caught & self._printed)

    def _held_too_shortly(self, held_run: Launches) -> bool:
        """Whether the printer was released before the text would have come, according to the journey, which was slow
        and had not got there yet: as late as it did there, or any time where the program prints it unasked.
        """
        released = (event for recorder in held_run for event in recorder.events if event.event == "released")
        return any(
            event.data["why"] == "watched"
            and (
                event.relay in self._learned.chatter or self._learned.reaction.get(event.relay or "", 0) > held.UNKNOWN
            )
            for event in released
        )

    def _relays(self, name: RunName) -> Relays:
        """What a run has to find out: not what the journey has decided already, and keys only where PIDs work."""
        if name == "held":
            return tuple(relay for relay in self._homework.relays if relay.id not in self._learned.untouched)
        return tuple(relay for relay in self._homework.relays if relay.key and relay.id in self._printed)

    def _spawn(self, name: RunName, relays: Relays, replay: Relays) -> Task[Launches]:
        pace = Pace(self._after)
        return self._loop.spawn(self._run(name, relays, replay, pace), pace)

    async def _go_on(self, task: Task[Launches]) -> None:
        if self._overlap:
            await self._loop.idle(task)
        else:
            await self._loop.finish(task)

    async def _run(self, name: RunName, left: Relays, replay: Relays, pace: Pace) -> Launches:
        """One run: launches until every relay has been attempted."""
        kept: Launches = []
        while left:
            recorder = Recorder(name, next(self._count))
            kept.append(recorder)
            launch = await self._launch(recorder, left, replay, pace)
            recorder.add("closed")
            if launch.ahead is not None:
                return kept + await self._loop.finish(launch.ahead)
            left, replay = launch.left, launch.replay
        return kept

    async def _launch(self, recorder: Recorder, left: Relays, replay: Relays, pace: Pace) -> _Launch:
        """One launch: start-up, the relays that lead to where the next one begins, then as many as it survives."""
        try:
            with self._program(recorder) as program:
                stage = Stage(program, self._homework, self._learned, self._patience)
                if not await self._ready(stage, pace):
                    return _Launch((), replay)
                for relay in replay:
                    await _ATTEMPT[recorder.run](stage, relay, pace, judged=False)
                return await self._play(stage, left, replay, pace)
        except LimitReached:
            begun = [event.relay for event in recorder.events if event.event == "attempt" and event.data["judged"]]
            self._playable &= bool(begun) or recorder.run != "journey"
            return _Launch(tuple(relay for relay in left if begun and relay.id not in begun), replay)
        except (OSError, RuntimeError) as error:
            code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
            recorder.add("failed", why=str(error).splitlines()[0][:200], errno=code)
            return _Launch((), replay)

    @contextlib.contextmanager
    def _program(self, recorder: Recorder) -> Iterator[Program]:
        with self._launcher.started() as terminal, Program(terminal, recorder, self._homework.limits) as program:
            yield program

    async def _ready(self, stage: Stage, pace: Pace) -> bool:
        """Start-up; before the first stimulus of all the program is left alone for as long as it may act by itself."""
        cast, quiet = await start_up(stage, pace)
        recorder = stage.program.recorder
        clock = stage.clock(max(_QUIET - quiet / self._patience, 0.0))
        if recorder.run != "journey":
            if cast is not None and self._learned.chatter:  # what it does unasked is not to come in between
                await stage.wait("quiet", clock, pace, lambda: not stage.both_live())
            return cast is not None
        if cast is None:
            self._playable = False
            return False
        if recorder.launch == 1:
            await stage.wait("quiet", clock, pace, lambda: not stage.both_live())
            recorder.add("quiet", seconds=round(quiet + clock.spent, 4))
            self._playable = stage.both_live()
            said = (relay for relay in self._homework.relays if count(relay, stage.program.text()))
            self._learned.chatter.update(relay.id for relay in said)
            found = stage.program.processes
            self._candidates = tuple(found[pid].waits_in for pid in cast.candidates if pid in found)
        stage.come_to_rest()
        return self._playable

    async def _play(self, stage: Stage, relays: Sequence[Relay], replay: Relays, pace: Pace) -> _Launch:
        recorder = stage.program.recorder
        for index, relay in enumerate(relays):
            left = tuple(relays[index + 1 :])
            own = Pace(self._after)
            task = self._loop.spawn(_ATTEMPT[recorder.run](stage, relay, own, judged=True), own)
            ahead: Task[Launches] | None = None
            try:
                await self._loop.first(task)
                if not task.done:
                    pace.slow, pace.spinning = True, own.spinning
                    if left and self._overlap:
                        ahead = self._spawn(recorder.run, left, replay)
                result = await self._loop.finish(task)
                if result.printed and recorder.run == "journey":
                    self._printed.add(relay.id)
                if left and not result.usable:
                    keep, ahead = ahead, None
                    return _Launch(left, replay, keep)
            finally:
                task.cancel()
                if ahead is not None:
                    ahead.cancel()
            if result.printed:
                replay = (*replay, relay)
        return _Launch((), replay)
