"""In which order a pool takes its tasks: what will take long early, and beside what will not.

A program that sleeps in each handler takes ten seconds, and nearly none of a processor's time. So does, for four, one
that can do something by itself: it is left alone for a while, and watched for whole patiences. Taken last they are what
all the others wait for: in a batch of 200 the processors were idle for the last third.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Iterable, Iterator

from grader.work import Finished, Task

_SLEEPS = re.compile(rb"sleep\s*\(\s*(\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})")
_BY_ITSELF = re.compile(rb"sleep|alarm|itimer|ALRM|timeout|NOHANG|Manager|Executor|Pool")
_WATCHED = 4.0  # seconds, at the default patience; of one that only reacts less than one


def interleaved(tasks: Iterable[Task | Finished], ahead: int) -> Iterator[Task | Finished]:
    """The same tasks, of at most so many that are known `ahead`. What is finished comes at once.

    In turn the first of those that will not take long, and the longest: the ones work while the others wait.
    Not of all: each is read, and said to be under way in the gradebook, as it becomes known.
    """
    known = _Known()
    for task in tasks:
        if isinstance(task, Finished):
            yield task
            continue
        known.add(task)
        if len(known) > ahead:
            yield known.take()
    while known:
        yield known.take()


class _Known:
    """The tasks from which the next is taken."""

    def __init__(self) -> None:
        self._long: list[tuple[float, int, Task]] = []
        self._short: deque[Task] = deque()
        self._short_next = False

    def __len__(self) -> int:
        return len(self._long) + len(self._short)

    def add(self, task: Task) -> None:
        if seconds := length(task.submission.source):
            heapq.heappush(self._long, (-seconds, task.number, task))
        else:
            self._short.append(task)

    def take(self) -> Task:
        self._short_next = not self._short_next
        if self._short and (self._short_next or not self._long):
            return self._short.popleft()
        return heapq.heappop(self._long)[-1]


def length(source: bytes) -> float:
    """The seconds it will probably take, each sleep it names counted once: a guess, on which no verdict depends."""
    watched = _WATCHED if _BY_ITSELF.search(source) else 0.0
    return watched + sum(map(float, _SLEEPS.findall(source)))
