"""What a program may use, and what holds it to that.

    processes      RLIMIT_NPROC inside the sandbox's own user namespace, where it counts nobody else's (kernel 5.14);
                   the cgroup's pids.max; the watch
    memory         the cgroup's memory limit; RLIMIT_AS for one process by itself; the watch over all of them
    CPU time       RLIMIT_CPU for one process; the watch over all of them, those that have ended too
    wall time      the watch
    file size      RLIMIT_FSIZE;  open files  RLIMIT_NOFILE;  core files  none
    disk           the size of the sandbox's file system in memory

The watch looks whenever the grader does, every few milliseconds, two to ten times a second while all of a program
sleeps: the others are there because that may be too late.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from grader.kernel import usage
from grader.kernel.cputime import CpuTime
from grader.kernel.process import Process
from grader.model import Limits

ROOM = 16  # processes beyond the limit that the kernel lets through, so that the watch sees it passed and can say so
_PAUSE, _HELD = 0.01, 0.25  # seconds between two looks at the memory; where a control group holds it
_ADDRESSES = 2 << 30  # bytes beyond the memory: libraries, thread stacks and arenas take addresses they do not use


class LimitReached(Exception):  # noqa: N818 - an end of the run, no error of the grader
    """The program used more than it may; `limit` is a field of model.Limits, `used` in its unit."""

    def __init__(self, limit: str, allowed: float, used: float | None) -> None:
        super().__init__(limit)
        self.limit = limit
        self.allowed = allowed
        self.used = used


def rlimits(limits: Limits) -> list[tuple[int, int]]:
    """What setrlimit(2) is to set, soft and hard, for a program that is about to be executed."""
    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds and int(limits.cpu_seconds) + 1),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_AS, limits.memory_bytes and limits.memory_bytes + _ADDRESSES),
    ]
    return [(kind, _within(kind, int(value))) for kind, value in wanted if value is not None]


def _within(kind: int, value: int) -> int:
    """No more than the grader itself may have: only root could raise that."""
    hard = resource.getrlimit(kind)[1]
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


class Group(Protocol):
    """What a control group is to the watch."""

    def check(self) -> None:
        """LimitReached where the kernel has refused a process or killed one for memory."""


@dataclass(slots=True)
class Watch:
    """Adds up what the processes of one launch use. `began` is the launch, on the clock of time.monotonic."""

    limits: Limits
    began: float
    _next: float = 0.0
    _cpu: CpuTime = field(default_factory=CpuTime)

    def check(
        self, living: Sequence[Process], group: Group | None, *, at_once: bool = False, still: bool = False
    ) -> None:
        """LimitReached where the living processes, parents before their children, together use more than is allowed,
        or have used with those that are gone; or where their control group says so. `still`: none of them has run since
        the last check.

        The group is asked every few milliseconds, or `at_once`: where a process has ended it may have been for that.
        """
        now = time.monotonic()
        if not still:
            self._hold("processes", self.limits.processes, sum(len(each.threads) for each in living))
            self._hold("cpu_seconds", self.limits.cpu_seconds, round(self._cpu.add(living), 1))
        self._hold("wall_seconds", self.limits.wall_seconds, round(now - self.began, 1))
        if at_once or now >= self._next:
            self._next = now + (_PAUSE if group is None else _HELD)
            if group is not None:
                group.check()
            allowed = self.limits.memory_bytes
            owners = [each for each in living if each.threads]  # the memory is in sight by a thread that has not ended
            # Pages that forked processes share are counted for each, so that sum is too large; what a page is worth to
            # each of its owners takes the kernel much longer to say, and is asked only where it decides.
            if allowed is not None and sum(usage.resident(each.threads[0].tid) for each in owners) > allowed:
                self._hold("memory_bytes", allowed, sum(usage.proportional(each.threads[0].tid) for each in owners))

    @staticmethod
    def _hold(limit: str, allowed: float | None, used: float) -> None:
        if allowed is not None and used > allowed:
            raise LimitReached(limit, allowed, used)
