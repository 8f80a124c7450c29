"""How often a program is looked at while something is awaited: often enough, and not while there is nothing to see."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.program import Program
from grader.scenarios import waiting
from grader.scenarios.places import has_settled
from grader.scenarios.startup import not_ready_for
from grader.scenarios.waiting import Outcome, asleep_for, tick, wait_for
from grader.tasks import Pace

from .pictures import process, thread

NOTHING = 1e-6  # seconds that a look took
PATIENCE = 5.0


class Passed:
    """An await that does not wait."""

    def __await__(self) -> Generator[None, None, None]:
        yield from ()


@dataclass
class Clock:
    """The time, which passes in waits only."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def wake(self, _fileno: int, seconds: float) -> Passed:
        self.waits.append(seconds)
        self.now += seconds
        return Passed()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: found.now)
    monkeypatch.setattr(waiting, "wake", found.wake)
    return found


class Sleeper:
    """What a wait asks of a program: one process, which sleeps until a known time; it has been woken by something in
    between any two looks as long as it is restless.
    """

    fileno = -1
    written = 0
    frozen = None
    only_reacts = False

    def __init__(self, clock: Clock, wakes: float, restless: float = 0.0) -> None:
        self.looks: list[float] = []
        self._clock, self._wakes, self._restless = clock, wakes, restless
        self.processes = {1: process(thread(1, wakes=wakes))}
        self.awake: dict[int, Process] = {}

    def look(self) -> dict[int, Process]:
        self.looks.append(self._clock.now)
        if self._clock.now < self._restless:
            self.processes = {1: process(thread(1, wakes=self._wakes, turns=len(self.looks)))}
        return self.processes

    def next_wake(self, _idle: object = ()) -> float:
        return self._wakes


def waited(program: Sleeper, came: Callable[[], bool], pace: Pace | None = None, *, told: bool = True) -> Outcome:
    """How the wait came out."""
    coroutine = wait_for(cast(Program, program), Patience(PATIENCE), pace or Pace(), came, lambda: told)
    with pytest.raises(StopIteration) as stop:
        coroutine.send(None)
    outcome: Outcome = stop.value.value
    return outcome


def test_one_that_sleeps_until_a_known_time_is_left_alone(clock: Clock) -> None:
    """Two looks prove that it sleeps; the next is when it wakes."""
    began, wakes = clock.now, clock.now + 0.4
    program = Sleeper(clock, wakes)
    assert waited(program, lambda: clock.now >= wakes) == "came"
    assert program.looks == pytest.approx([began, began + 0.001, wakes + 0.001])


def test_not_where_something_else_is_to_come_first(clock: Clock) -> None:
    wakes = clock.now + 0.4
    program = Sleeper(clock, wakes)
    assert waited(program, lambda: clock.now >= wakes, told=False) == "came"
    assert len(program.looks) > 10


def test_a_look_is_due_when_the_program_counts_as_slow(clock: Clock) -> None:
    """What is to be started beside it does not wait until it wakes."""
    began, wakes = clock.now, clock.now + 0.4
    pace = Pace(after=0.1)
    program = Sleeper(clock, wakes)
    slow = []

    def came() -> bool:
        slow.append((round(clock.now - began, 2), pace.slow))
        return clock.now >= wakes

    assert waited(program, came, pace) == "came"
    assert (0.1, False) in slow
    assert slow[-1] == (0.4, True)


def test_nor_is_the_patience_passed(clock: Clock) -> None:
    began = clock.now
    program = Sleeper(clock, -math.inf)  # it cannot be told when it wakes
    assert waited(program, lambda: False) == "patience"
    assert clock.now - began == pytest.approx(PATIENCE, abs=0.002)


def test_of_two_looks_that_prove_it_in_vain_the_second_comes_at_once(clock: Clock) -> None:
    """By itself the next look would be due after half the time that was waited. But only one: not all look in vain."""
    began = clock.now
    program = Sleeper(clock, math.inf, restless=began + 1.0)
    assert waited(program, lambda: False) == "never"
    assert clock.waits[::2] == pytest.approx([0.001] * len(clock.waits[::2]))
    assert max(clock.waits[1::2]) == pytest.approx(0.1)
    assert clock.now - began < 1.2


def test_looks_become_rarer_and_never_cost_more_than_a_third() -> None:
    assert [tick(waited, NOTHING, 0.1) for waited in (0.0, 0.001, 0.01, 0.1, 1.0)] == [0.001, 0.001, 0.005, 0.05, 0.1]
    assert tick(0.0, 0.02, 0.1) == 0.04
    assert tick(0.0, NOTHING, 0.1, soonest=0.008) == 0.008


@pytest.mark.parametrize(("wakes", "seconds"), [(101.0, 1.001), (math.inf, 0.0), (-math.inf, 0.0)])
def test_how_long_it_sleeps_where_that_is_known(clock: Clock, wakes: float, seconds: float) -> None:
    assert asleep_for(cast(Program, Sleeper(clock, wakes))) == pytest.approx(seconds)


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
