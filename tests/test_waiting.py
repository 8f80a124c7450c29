"""How often a program is looked at while something is awaited: often enough, and not while there is nothing to see."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest

from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.program import Program
from grader.scenarios.places import has_settled
from grader.scenarios.startup import not_ready_for
from grader.scenarios.waiting import asleep_for, tick, wait_for
from grader.tasks import Loop, Pace

from .pictures import process, thread

NOTHING = 1e-6  # seconds that a look took
SLEEP = 0.4


class Sleeper:
    """What a wait asks of a program: one process, which sleeps until a known time. It counts the looks."""

    written = 0
    frozen = None
    only_reacts = False

    def __init__(self, fileno: int, wakes: float) -> None:
        self.fileno = fileno
        self.looks = 0
        self.wakes = wakes
        self.processes = {1: process(thread(1, wakes=wakes))}
        self.awake: dict[int, Process] = {}

    def look(self) -> dict[int, Process]:
        self.looks += 1
        return self.processes

    def next_wake(self, _idle: object = ()) -> float:
        return self.wakes


@pytest.fixture
def silent() -> Iterator[int]:
    """A descriptor that never becomes readable."""
    ends = os.pipe()
    yield ends[0]
    for each in ends:
        os.close(each)


def waited(program: Sleeper, pace: Pace, came: Callable[[], bool], *, told: bool = True) -> str:
    return Loop().run(wait_for(cast(Program, program), Patience(5), pace, came, lambda: told))


def test_one_that_sleeps_until_a_known_time_is_left_alone(silent: int) -> None:
    """Two looks prove that it sleeps; the third is when it wakes. Not where something else is to come first."""
    found = {}
    for told in (True, False):
        wakes = time.monotonic() + SLEEP
        program = Sleeper(silent, wakes)
        assert waited(program, Pace(), lambda wakes=wakes: time.monotonic() >= wakes, told=told) == "came"  # type: ignore[misc]
        found[told] = program.looks
    assert found[True] <= 4
    assert found[False] > found[True]


def test_a_look_is_due_when_the_program_counts_as_slow(silent: int) -> None:
    """What is to be started beside it does not wait until it wakes."""
    wakes = time.monotonic() + SLEEP
    pace = Pace(after=SLEEP / 4)
    slow = []

    def came() -> bool:
        slow.append(pace.slow)
        return time.monotonic() >= wakes

    assert waited(Sleeper(silent, wakes), pace, came) == "came"
    assert slow[-1]
    assert len(slow) <= 6


def test_looks_become_rarer_and_never_cost_more_than_a_third() -> None:
    assert [tick(waited, NOTHING, 0.1) for waited in (0.0, 0.001, 0.01, 0.1, 1.0)] == [0.001, 0.001, 0.005, 0.05, 0.1]
    assert tick(0.0, 0.02, 0.1) == 0.04
    assert tick(0.0, NOTHING, 0.1, soonest=0.008) == 0.008


def test_it_is_not_known_how_long_one_with_a_timer_sleeps(silent: int) -> None:
    assert asleep_for(cast(Program, Sleeper(silent, -math.inf))) == 0
    assert asleep_for(cast(Program, Sleeper(silent, math.inf))) == 0
    assert 0.9 < asleep_for(cast(Program, Sleeper(silent, time.monotonic() + 1))) < 1.1


def test_a_later_launch_is_not_ready_sooner_than_the_first_was() -> None:
    young, old = process(thread(1, cpu=0.01)), process(thread(1, cpu=0.5))
    assert not_ready_for([young], 0.0) <= 0  # nothing is known yet
    assert not_ready_for([young], 0.1) == pytest.approx(0.07)
    assert not_ready_for([young, young], 0.1) == pytest.approx(0.03)  # both can run at once
    assert not_ready_for([old], 0.1) <= 0
    assert not_ready_for([], 0.1) == pytest.approx(0.08)


@pytest.mark.parametrize(("now", "settled"), [(5.005, False), (5.02, True)])
def test_one_that_never_blocks_has_to_run_after_it_has_printed(now: float, settled: bool) -> None:
    """And not only since the stimulus, which on a busy machine may be long before."""
    before = process(thread(1, state="R", cpu=1.0, call=None))
    at, found = (replace(before, threads=(replace(before.threads[0], cpu=cpu),)) for cpu in (5.0, now))
    assert has_settled(before, at, found) is settled
    assert not has_settled(before, at, replace(found, shared_pending=1 << 9))
