"""Processes that spin, and will do so until something happens to them: as good as blocked."""

from __future__ import annotations

import math

from grader.kernel.process import BLOCKED_STATES, Process
from grader.program import Program

_ROUND = 0.01  # seconds each of them has to run; a handler takes a thousandth
_ROUNDS = 3  # times, one after the other: what one sends another is acted on in the next, and so is the answer


class Spinners:
    """Watches for them during one wait. A process that began after it may be starting up, and is none."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._there = set(program.processes)
        self._seen: object = None
        self._used: dict[int, float] = {}
        self._rounds = 0
        self.left = math.inf
        """Seconds in which the round that is under way cannot be over; inf where there is none."""

    def idle(self) -> frozenset[int]:
        """The pids of all that spin, where they have long done so, nobody else has run, nothing was written and no
        signal has come; and where their program can neither count nor tell the time. To be asked after each look.

        That one of them has used so much is not enough: on a busy machine the other, which has been sent a signal just
        now, may have had to wait for a processor. So they have to run in turn, each for a while after the others have.
        """
        program = self._program
        awake = program.awake
        if not awake or not all(map(_spins, awake.values())):
            self._seen, self.left = None, math.inf
            return frozenset()
        seen = program.written, [_still(each) for each in program.processes.values()]
        used = {pid: each.cpu for pid, each in awake.items()}
        if seen != self._seen:
            self._seen, self._used, self._rounds = seen, used, 0
        elif all(now - self._used[pid] > _ROUND for pid, now in used.items()):
            self._used, self._rounds = used, self._rounds + 1
        self.left = max(self._used[pid] + _ROUND - now for pid, now in used.items())
        idle = self._rounds >= _ROUNDS and used.keys() <= self._there and program.only_reacts
        return frozenset(used) if idle else frozenset()


def _spins(each: Process) -> bool:
    """Whether one of its threads runs, and none of the others will wake up by itself."""
    asleep = [thread for thread in each.threads if thread.state in BLOCKED_STATES]
    return len(asleep) == len(each.threads) - 1 and all(thread.wakes == math.inf for thread in asleep)


def _still(each: Process) -> tuple[object, ...]:
    """What changes when anything but a thread that spins has run, or a signal has come."""
    turns = [(thread.tid, thread.turns if thread.state in BLOCKED_STATES else None) for thread in each.threads]
    return each.pid, each.pending, turns
