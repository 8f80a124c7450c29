"""Several launches of one submission at once, in one thread.

ptrace wants all calls for a tracee from one thread, and forking with threads running warns or deadlocks, so launches
are coroutines on one epoll. asyncio was tried: importing it costs 40 ms, a tenth of a whole grading, for a loop of
which only "wake me when this descriptor is ready, or after so long" is needed.
"""

from __future__ import annotations

import contextlib
import math
import select
import time
from collections.abc import Callable, Coroutine, Generator, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Wait:
    fileno: int | None
    until: float


class _Pause:
    def __init__(self, wait: _Wait) -> None:
        self._wait = wait

    def __await__(self) -> Generator[_Wait, None, None]:
        yield self._wait


def wake(fileno: int, seconds: float) -> _Pause:
    """Await this to go on when `fileno` is readable, or after `seconds` at the latest."""
    return _Pause(_Wait(fileno, time.monotonic() + seconds))


def others() -> _Pause:
    """Await this to go on after any other task has gone a step."""
    return _Pause(_Wait(None, 0.0))


@dataclass(slots=True)
class Pace:
    """Set by a task: `slow` when it has waited for more than `after` seconds of patience, `spinning` when that is
    because the program keeps a processor busy, so that doing something else beside it gains nothing.
    """

    after: float = math.inf
    slow: bool = False
    spinning: bool = False


class Task(Generic[T]):
    """A coroutine under way."""

    def __init__(self, coroutine: Coroutine[Any, Any, T], pace: Pace) -> None:
        self._coroutine = coroutine
        self._value: list[T] = []
        self._error: Exception | None = None
        self.pace = pace
        self.done = False

    def step(self) -> _Wait | None:
        """Go on to the next wait; None when the coroutine has returned or raised an Exception."""
        try:
            return self._coroutine.send(None)  # type: ignore[no-any-return]
        except StopIteration as stop:
            self._value.append(stop.value)
        except Exception as error:  # its awaiter's business, see `result`
            self._error = error
        self.done = True
        return None

    def cancel(self) -> None:
        """End it where it stands: its `with` blocks are left, so its processes are gone afterwards."""
        if not self.done:
            self.done = True
            self._coroutine.close()

    @property
    def result(self) -> T:
        """What the coroutine returned, or raise what it raised; only once it is done and was not cancelled."""
        if self._error is not None:
            raise self._error
        return self._value[0]


def cancel(tasks: Iterable[Task[Any]]) -> None:
    """Cancel all of them, also where the end of one raises; then raise that."""
    with contextlib.ExitStack() as stack:
        for task in tasks:
            stack.callback(task.cancel)


class Loop:
    """Runs a task and what it spawns, each to its next wait, in turn."""

    def __init__(self) -> None:
        self._waits: dict[Task[Any], _Wait] = {}
        self._moved = True  # whether something has happened that a task awaiting the others may be waiting for

    def spawn(self, coroutine: Coroutine[Any, Any, T], pace: Pace) -> Task[T]:
        """Start a task; it takes its first step in the next round."""
        task = Task(coroutine, pace)
        self._waits[task] = _Wait(None, 0.0)
        self._moved = True
        return task

    async def until(self, fact: Callable[[], bool]) -> None:
        """Until what another task brings about is so."""
        while not fact():
            await others()

    async def first(self, task: Task[Any]) -> None:
        """Until the task is done or slow."""
        await self.until(lambda: task.done or task.pace.slow)

    async def idle(self, task: Task[Any]) -> None:
        """Until the task is done, or slow and leaves the processor to others."""
        await self.until(lambda: task.done or (task.pace.slow and not task.pace.spinning))

    async def finish(self, task: Task[T]) -> T:
        """Until the task is done; its result."""
        await self.until(lambda: task.done)
        return task.result

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run it to its end; whatever it spawned and left under way is cancelled, also when it raises."""
        main = self.spawn(coroutine, Pace())
        try:
            while not main.done:
                self._round()
            return main.result
        finally:
            cancel(self._waits)
            self._waits.clear()

    def _round(self) -> None:
        now = time.monotonic()
        poll = select.poll()
        soonest = None
        for wait in self._waits.values():
            if wait.fileno is not None:
                poll.register(wait.fileno, select.POLLIN)
                soonest = wait.until if soonest is None else min(soonest, wait.until)
        if soonest is None and not self._moved:
            raise RuntimeError("every task waits for another one")
        pause = 0.0 if self._moved or soonest is None else max(0.0, soonest - now)
        ready = {fileno for fileno, _events in poll.poll(pause * 1000)}
        now = time.monotonic()
        moved, self._moved = self._moved, False
        for task, wait in list(self._waits.items()):
            if task.done:
                del self._waits[task]
                self._moved = True
            elif moved if wait.fileno is None else wait.fileno in ready or wait.until <= now:
                self._step(task, wait)

    def _step(self, task: Task[Any], before: _Wait) -> None:
        slow = task.pace.slow
        wait = task.step()
        if wait is None:
            self._waits.pop(task, None)
        else:
            self._waits[task] = wait
        self._moved |= wait is None or before.fileno is not None or task.pace.slow != slow
