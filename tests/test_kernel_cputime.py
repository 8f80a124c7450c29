"""Processor time added up over processes that come and go: it never falls, and is never more than was used."""

from __future__ import annotations

import os
import random
import resource
from dataclasses import dataclass, field

import pytest

from grader.kernel import proc
from grader.kernel.cputime import CpuTime
from grader.kernel.process import Process

from . import pictures
from .victims import seen, until, victim


def process(pid: int, parent: int = 1, *, used: float = 0.0, reaped: float = 0.0, start: int = 0) -> Process:
    """A process that has used so many seconds, and waited for children that had used so many."""
    return pictures.process(pid=pid, start=start or pid, parent=parent, used=used, reaped=reaped)


def test_one_that_has_ended_still_counts() -> None:
    cpu = CpuTime()
    assert cpu.add([process(2, used=1), process(3, parent=2, used=2)]) == 3
    assert cpu.add([process(2, used=1)]) == 3
    assert cpu.add([]) == 3


def test_one_that_was_seen_and_waited_for_counts_once() -> None:
    cpu = CpuTime()
    cpu.add([process(2, used=1), process(3, parent=2, used=2)])
    assert cpu.add([process(2, used=1, reaped=2.5)]) == 3.5


def test_one_that_was_waited_for_and_never_seen_counts() -> None:
    cpu = CpuTime()
    assert cpu.add([process(2, used=1, reaped=4)]) == 5


def test_an_orphan_that_ends_counts_once_though_its_grandparent_reaps_it() -> None:
    cpu = CpuTime()
    cpu.add([process(2), process(3, parent=2, used=1), process(4, parent=3, used=2)])
    assert cpu.add([process(2, reaped=1), process(4, parent=2, used=2)]) == 3
    assert cpu.add([process(2, reaped=3)]) == 3


def test_a_pid_that_is_another_process_now_counts_anew() -> None:
    cpu = CpuTime()
    cpu.add([process(2), process(3, parent=2, used=2, start=7)])
    assert cpu.add([process(2), process(3, parent=2, used=1, start=8)]) == 3


@dataclass
class _World:
    """Processes that compute, fork, end, and are waited for or not; `spent` is the truth."""

    chance: random.Random
    spent: float = 0.0
    parents: dict[int, int] = field(default_factory=lambda: {2: 1})
    used: dict[int, float] = field(default_factory=lambda: {2: 0.0})
    reaped: dict[int, float] = field(default_factory=lambda: {2: 0.0})
    zombies: set[int] = field(default_factory=set)
    last: int = 2

    def step(self) -> None:
        pid = self.chance.choice(sorted(self.used.keys() - self.zombies) or [0])
        if not pid:
            return
        act = self.chance.choice(["compute", "compute", "fork", "end", "wait"])
        if act == "compute":
            self.used[pid] += 1
            self.spent += 1
        elif act == "fork":
            self.last += 1
            self.parents[self.last], self.used[self.last], self.reaped[self.last] = pid, 0.0, 0.0
        elif act == "end":
            self.zombies.add(pid)
            for child, parent in self.parents.items():
                if parent == pid:
                    self.parents[child] = self.chance.choice([1, self.parents[pid]])  # a subreaper takes it, or init
        else:
            for child in [each for each in self.zombies if self.parents[each] == pid]:
                self.zombies.remove(child)
                self.reaped[pid] += self.used.pop(child) + self.reaped.pop(child)
                del self.parents[child]

    def seen(self) -> list[Process]:
        """The living, parents before their children."""
        found: list[int] = []
        level = [1]
        while level:
            level = [each for each in self.parents if self.parents[each] in level]
            found += level
        return [
            process(each, self.parents[each], used=self.used[each], reaped=self.reaped[each])
            for each in found
            if each not in self.zombies
        ]


@pytest.mark.parametrize("seed", range(200))
def test_it_never_falls_and_never_exceeds_the_truth(seed: int) -> None:
    world, cpu = _World(random.Random(seed)), CpuTime()
    for _ in range(100):
        for _ in range(world.chance.randrange(12)):
            world.step()
        before = cpu.seconds
        assert before <= cpu.add(world.seen()) <= world.spent


def test_the_kernel_tells_what_was_waited_for() -> None:
    with victim("short_children.py") as started:
        until(lambda: seen(started.pid).reaped > 0.2)
        assert seen(started.pid).used < 0.2
    mine = proc.process(os.getpid())
    usage = resource.getrusage(resource.RUSAGE_SELF)
    assert mine is not None
    assert mine.used <= usage.ru_utime + usage.ru_stime
