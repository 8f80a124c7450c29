"""Waiting for a fact: until it comes, until nothing can come any more, or until the patience is spent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Literal, TypeAlias

from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.program import Program
from grader.scenarios.spinning import Spinners
from grader.tasks import Pace, wake

Outcome: TypeAlias = Literal["came", "never", "patience"]

PROMPT = 0.15  # seconds of patience after which a program is not prompt: one that is reacts within milliseconds
SOON, TOLD = 0.001, 0.008  # seconds to the first look, and where the program's descriptor tells what is awaited
_LAST, _ASLEEP, _LONGEST = 0.040, 0.100, 0.500  # seconds between looks at most: see `latest`
_EASE = 2  # times as long as a look itself takes: a third of the grader's time at most goes into looking


def latest(program: Program) -> float:
    """Seconds to the next look at most: more where all of the program is asleep, and most where it is known until when.
    What is written, and who ends, is told at once by the program's descriptor.
    """
    if not program.processes or program.awake:
        return _LAST
    return min(max(asleep_for(program), _ASLEEP), _LONGEST)


def asleep_for(program: Program, idle: Container[int] = ()) -> float:
    """Seconds until one of its processes wakes up by itself, of a program that has settled; 0 where it is not known."""
    seconds = program.next_wake(idle) - time.monotonic() + SOON
    return seconds if math.isfinite(seconds) else 0.0


def tick(waited: float, look: float, longest: float, soonest: float = SOON) -> float:
    """Seconds to the next look, after one that took `look` seconds. /proc tells nothing by itself, and is looked at
    ever less often; and where many submissions are graded at once, no oftener than the machine can bear.
    """
    return min(max(waited / 2, soonest, _EASE * look), longest)


async def wait_for(
    program: Program,
    clock: Patience,
    pace: Pace,
    came: Callable[[], bool],
    told: Callable[[], bool] = lambda: True,
    *,
    pause: float = 0.0,
) -> Outcome:
    """Look until `came()`. `never`: proved that nothing can come any more. The clock goes on from where it stood.

    `told`: whether what is to cause it has reached the program; before that, silence proves nothing. After a
    `pause`, where it has been caused just now: a look before the program has had a moment would find nothing.
    """
    last: Mapping[int, Process] | None = None
    written = -1
    again = False
    began = time.monotonic()
    cpu = sum(each.cpu for each in program.processes.values())
    spinners = Spinners(program)
    if pause:
        await wake(program.fileno, pause)
    while True:
        start = time.monotonic()
        now = program.look()
        if came():
            return "came"
        clock.tick(now.values())
        idle = spinners.idle()
        settled = last is not None and written == program.written and is_settled(last, now, {program.frozen, *idle})
        settled = settled and told()
        in_vain = program.next_wake(idle) > time.monotonic() + clock.limit - clock.spent
        if settled and in_vain:
            return "never"
        if clock.over:
            return "patience"
        if clock.spent > pace.after:
            pace.slow = True
            pace.spinning = sum(each.cpu for each in now.values()) - cpu > clock.spent / 2
        last, written = now, program.written
        end = time.monotonic()
        soonest = max(pause, SOON, asleep_for(program, idle) if settled else 0.0)
        next_look = tick(end - began, end - start, min(latest(program), max(spinners.left, SOON)), soonest)
        again = not again and in_vain and not program.awake.keys() - idle and told()
        if again:  # a second look right now may prove it, and the next one by itself may be far away
            next_look = tick(0.0, end - start, next_look)
        goal = clock.limit if clock.spent > pace.after else min(clock.limit, pace.after)
        await wake(program.fileno, min(next_look, max(goal - clock.spent, SOON)))  # and not past the patience


def is_settled(last: Mapping[int, Process], now: Mapping[int, Process], inert: Iterable[int | None]) -> bool:
    """Whether all processes were blocked at one and the same moment, with no signal left to act on.

    One look is no proof: a process looked at first may have been woken by one looked at later. But where each thread is
    blocked in two looks and has not run in between, there is a moment between the looks at which all of them were.
    """
    if last.keys() != now.keys():
        return False
    return all(pid in inert or _stayed(last[pid], each) for pid, each in now.items())


def _stayed(last: Process, now: Process) -> bool:
    return now.state in "Tt" or (last.blocked and now.blocked and last.turns == now.turns)
