"""The clock for "it never came": it counts the program's time, not the wall's.

It stands still while a thread of the program is runnable but has no processor (the second column of
/proc/PID/schedstat, Documentation/scheduler/sched-stats.rst), or waits for the disk (state D). A wall clock was tried
first: on a machine with eight spinning processes it gave up on honest programs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from grader.kernel.process import Process, Thread

_LONGEST_DISK = 5.0  # seconds; a parent in vfork(2) is in state D too, and may stay there for ever


class Patience:
    """Seconds of the program's own time since the start, or since the last `reset`.

    `looks`: how often it has to tick at least before it is over. The grader, too, may have to wait for a processor, and
    a short time may pass between two looks, so that nothing was seen in it.
    """

    def __init__(self, limit: float, looks: int = 1) -> None:
        self.limit = limit
        self.spent = 0.0
        self._looks = looks
        self._at = time.monotonic()
        self._disk = 0.0
        self._last: dict[int, Thread] | None = None

    def reset(self) -> None:
        """Something came: start counting anew."""
        self.spent = 0.0

    def leave(self, seconds: float) -> None:
        """Something may come yet: see that at least so much is left."""
        self.spent = min(self.spent, self.limit - seconds)

    def tick(self, processes: Iterable[Process]) -> float:
        """Count the time since the last tick, given the program's processes now. Returns the seconds spent."""
        self._looks -= 1
        now = time.monotonic()
        passed, self._at = now - self._at, now
        threads = {thread.tid: thread for process in processes if process.alive for thread in process.threads}
        before, self._last = self._last, threads
        if before is None:
            return self.spent
        queued = ran = 0.0
        for tid, thread in threads.items():
            last = before.get(tid)
            cpu = thread.cpu - last.cpu if last else thread.cpu
            ran = max(ran, cpu)
            on_disk = thread.state == "D" and self._disk < _LONGEST_DISK
            if on_disk or (thread.state == "R" and last is not None and cpu <= 0):
                queued = passed  # it has not run since the last look: the kernel adds that wait up only when it does
            elif last is not None:
                queued += thread.queued - last.queued
        if any(thread.state == "D" for thread in threads.values()):
            self._disk += passed
        # Waits of several threads may overlap, so their sum may exceed the time passed; what a thread really ran
        # always counts, so that a program that spins for ever on a crowded machine comes to an end.
        self.spent += max(passed - queued, ran, 0.0)
        return self.spent

    @property
    def over(self) -> bool:
        """Whether the limit is reached."""
        return self.spent >= self.limit and self._looks <= 0
