"""A process at one moment, as `grader.kernel.proc` takes its picture: plain values, and what follows from them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from grader.kernel import signals
from grader.kernel.syscalls import Blocked

_SIGINT = 1 << 1
BLOCKED_STATES = "SstT"  # sleeping, traced, stopped; D is waiting for the machine, not for an event


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread. `cpu` and `queued` are seconds on a processor and runnable without one; `turns` how often it ran;
    `wakes` when its wait ends by itself and `lasts` how long that wait takes at most, as grader.kernel.syscalls has it.
    """

    tid: int
    state: str
    blocked: int
    pending: int
    waited: int
    call: Blocked | None
    wakes: float
    lasts: float
    cpu: float
    queued: float
    turns: int


@dataclass(frozen=True, slots=True)
class Process:
    """One process at one moment. Signal sets are bit masks; `start` is in clock ticks since boot and, with the pid,
    identifies the process for good. `held` are the signals it takes by blocking them and waiting for them.

    The main thread may end by itself (pthread_exit(3)): the process is a zombie then as far as `stat` goes, until the
    other threads have ended too. It lives as long as one of them does; `threads` has only those that have not ended.
    `used` and `reaped` are seconds of processor time: its own, that of ended threads too, and that of the children it
    has waited for, with theirs (proc(5), stat: utime, stime, cutime, cstime). `status` is the text of its status file,
    which no two moments have in common between which it has run: it counts context switches.
    """

    pid: int
    start: int
    parent: int
    name: str
    state: str
    ns_pid: int
    caught: int
    ignored: int
    shared_pending: int
    threads: tuple[Thread, ...]
    denied: bool
    used: float = 0.0
    reaped: float = 0.0
    status: str = field(default="", compare=False, repr=False)

    @property
    def held(self) -> int:
        """Blocked in every thread, or waited for by one with sigwait(3): such a signal waits until it is fetched."""
        every = signals.ALL
        for thread in self.threads:
            every &= thread.blocked | thread.waited
        return every | self.waited if self.threads else 0

    @property
    def waited(self) -> int:
        """What its threads are waiting for just now with sigwait(3)."""
        bits = 0
        for thread in self.threads:
            bits |= thread.waited
        return bits

    @property
    def takes(self) -> int:
        """The signals it acts on: caught, or fetched while blocked."""
        return self.caught | self.held

    @property
    def deliberate(self) -> int:
        """The signals it takes because its program says so. SIGINT every Python catches from birth."""
        return (self.caught & ~_SIGINT) | self.held

    @property
    def certain(self) -> int:
        """Those of them it acts on beyond doubt: caught, or being waited for and not only blocked."""
        return (self.caught & ~_SIGINT) | self.waited

    @property
    def pending(self) -> int:
        """Sent, not yet acted on: of the process and of its threads."""
        bits = self.shared_pending
        for thread in self.threads:
            bits |= thread.pending
        return bits

    @property
    def alive(self) -> bool:
        """Not yet ended: a zombie has."""
        return self.state not in "ZX"

    @property
    def main_thread_only(self) -> bool:
        """Whether it has no other thread than the one it began with."""
        return [thread.tid for thread in self.threads] == [self.pid]

    @property
    def blocked(self) -> bool:
        """Every thread waits for an event, and no signal is on its way to one."""
        asleep = all(thread.state in BLOCKED_STATES for thread in self.threads)
        return asleep and not self.pending & ~self.held

    @property
    def wakes(self) -> float:
        """The earliest moment one of its waits can end by itself: time.monotonic, inf never, -inf unknown."""
        if self.state in "Tt":
            return math.inf
        if not self.caught >> 13 & 1:  # SIGALRM is not caught: no handler of a timer will run
            return min((thread.wakes for thread in self.threads), default=math.inf)
        return -math.inf

    @property
    def cpu(self) -> float:
        """Seconds of processor time, over all living threads."""
        return sum(thread.cpu for thread in self.threads)

    @property
    def turns(self) -> tuple[tuple[int, int], ...]:
        """How often each thread has run; equal twice and blocked both times: it did not run in between."""
        return tuple((thread.tid, thread.turns) for thread in self.threads)

    @property
    def waits_in(self) -> str | None:
        """The system call the main thread is blocked in; None where it runs."""
        return self.threads[0].call.name if self.threads and self.threads[0].call else None

    @property
    def places(self) -> tuple[tuple[int, int, int] | None, ...]:
        """Where each thread waits; None for one that runs."""
        return tuple(thread.call.place if thread.call else None for thread in self.threads)
