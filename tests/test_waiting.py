"""Waiting for a fact: what the clock is told of."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from typing import cast

from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.program import Program
from grader.scenarios.waiting import wait_for
from grader.tasks import Loop, Pace

from .pictures import process, thread


class Talking:
    """What `wait_for` asks of a program: one process that waits, and a terminal that is found full now and then."""

    frozen = None
    only_reacts = False
    written = 0
    floods = 7  # at the beginning of this wait

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.processes = {1: process(thread(1, state="R"))}
        self.awake = self.processes
        self._found = iter([7, 8, 8, 10])

    def look(self) -> dict[int, Process]:
        self.floods = next(self._found)
        return self.processes

    def next_wake(self, _inert: object = ()) -> float:
        return math.inf


class Noted(Patience):
    """Notes what it is told; over after four ticks."""

    def __init__(self) -> None:
        super().__init__(60.0)
        self.told: list[bool] = []

    def tick(self, processes: Iterable[Process], *, flooded: bool = False) -> float:
        self.told.append(flooded)
        return super().tick(processes, flooded=flooded)

    @property
    def over(self) -> bool:
        return len(self.told) == 4


def test_each_time_the_terminal_was_found_full_is_told_once() -> None:
    clock = Noted()
    never, silent = os.pipe()
    try:
        program = cast(Program, Talking(never))
        assert Loop().run(wait_for(program, clock, Pace(), lambda: False)) == "patience"
    finally:
        os.close(never)
        os.close(silent)
    assert clock.told == [False, True, False, True]
