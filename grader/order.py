"""In which order a pool takes its tasks: those first that will take longest.

A program that sleeps in each handler takes ten seconds, and nearly none of a processor's time. Taken last it is what
all the others wait for: in a batch of 200 the processors were idle for the last third.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator

from grader.work import Finished, Task

_SLEEPS = re.compile(rb"sleep\s*\(\s*(\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})")


def longest_first(tasks: Iterable[Task | Finished], ahead: int) -> Iterator[Task | Finished]:
    """The same tasks, each the longest of at most so many that are known `ahead`. What is finished comes at once.

    Not of all: each is read, and said to be under way in the gradebook, as it becomes known.
    """
    known: list[tuple[float, int, Task]] = []
    for task in tasks:
        if isinstance(task, Finished):
            yield task
            continue
        heapq.heappush(known, (-sleeps(task.submission.source), task.number, task))
        if len(known) > ahead:
            yield heapq.heappop(known)[-1]
    while known:
        yield heapq.heappop(known)[-1]


def sleeps(source: bytes) -> float:
    """The seconds it says it will sleep, each call counted once: a guess, of which no verdict depends."""
    return sum(map(float, _SLEEPS.findall(source)))
