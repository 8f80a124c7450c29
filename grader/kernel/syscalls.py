"""Which system call a thread is blocked in, and whether that wait can end by itself.

Sources: proc(5) (`/proc/PID/syscall`), syscalls(2), the kernel's syscall tables. A call that is not listed counts as
one that may end at any time: the grader then waits out its patience, which costs time and never a verdict.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass

ReadMemory = Callable[[int, int], bytes | None]

# name: (x86_64, aarch64, which argument is the time-out; -1: the call has none, -2: it is nothing but a time-out)
_TABLE: dict[str, tuple[int | None, int, int]] = {
    "read": (0, 63, -1),
    "write": (1, 64, -1),
    "poll": (7, 10_000, 2),
    "readv": (19, 65, -1),
    "select": (23, 10_001, 4),
    "pause": (34, 10_002, -1),
    "nanosleep": (35, 101, -2),
    "accept": (43, 202, -1),
    "recvfrom": (45, 207, -1),
    "recvmsg": (47, 212, -1),
    "wait4": (61, 260, -1),
    "semop": (65, 193, -1),
    "msgrcv": (70, 188, -1),
    "fcntl": (72, 25, -1),
    "flock": (73, 32, -1),
    "rt_sigtimedwait": (128, 137, 2),
    "rt_sigsuspend": (130, 133, -1),
    "futex": (202, 98, 3),
    "restart_syscall": (219, 128, -2),
    "semtimedop": (220, 192, 3),
    "clock_nanosleep": (230, 115, -2),
    "epoll_wait": (232, 10_003, 3),
    "mq_timedreceive": (243, 183, 4),
    "waitid": (247, 95, -1),
    "openat": (257, 56, -1),
    "pselect6": (270, 72, 4),
    "ppoll": (271, 73, 2),
    "epoll_pwait": (281, 22, 3),
    "accept4": (288, 242, -1),
    "epoll_pwait2": (441, 441, 3),
}
_COLUMN = {"x86_64": 0, "aarch64": 1}.get(os.uname().machine)
_BY_NUMBER: dict[int, str] = {} if _COLUMN is None else {row[_COLUMN] or 0: name for name, row in _TABLE.items()}
_MILLISECONDS = {"poll", "epoll_wait", "epoll_pwait"}  # their time-out is an int, negative for none; others a pointer
_SLEEPS = {"nanosleep": 0, "clock_nanosleep": 2}  # which argument says for how long

_TIMER_ABSTIME = 1
_FUTEX_WAIT = 0
_FUTEX_WAIT_BITSET = 9
_FUTEX_CLOCK_REALTIME = 256
_CLOCK_MONOTONIC = 1


@dataclass(frozen=True, slots=True)
class Blocked:
    """A system call a thread is blocked in: number, its six arguments, and where in the program it was made from."""

    number: int
    args: tuple[int, ...]
    sp: int
    pc: int

    @property
    def name(self) -> str:
        """The call's name, or `syscall N` where this module does not know it."""
        return _BY_NUMBER.get(self.number, f"syscall {self.number}")

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it waits: the same place again means the thread went round its loop."""
        return self.number, self.sp, self.pc


def parse(line: str) -> Blocked | None:
    """One line of /proc/PID/syscall; None where the thread is running or in no system call (number -1)."""
    words = line.split()
    if len(words) < 9 or words[0] == "-1":
        return None
    args = tuple(int(word, 16) for word in words[1:7])
    return Blocked(int(words[0]), args, int(words[7], 16), int(words[8], 16))


def wakes_at(call: Blocked, read_memory: ReadMemory) -> float:
    """When this wait ends by itself, on the clock of time.monotonic: inf for never, -inf where it cannot be told.

    A relative time-out cannot be told: it started at a moment nobody noted. An absolute one is read from the program's
    memory: time.sleep since Python 3.11 (clock_nanosleep with TIMER_ABSTIME) and the waits of threading (futex with
    FUTEX_WAIT_BITSET).
    """
    row = _TABLE.get(call.name)
    if row is None:
        return -math.inf
    position = row[2]
    if position == -1:
        return math.inf
    if call.name == "clock_nanosleep":
        absolute = call.args[0] == _CLOCK_MONOTONIC and call.args[1] & _TIMER_ABSTIME
        return _timespec(read_memory(call.args[2], 16)) if absolute else -math.inf
    if position == -2:
        return -math.inf
    if call.name in _MILLISECONDS:
        return math.inf if call.args[position] & 0x8000_0000 else -math.inf
    if call.args[position] == 0:
        return math.inf
    if call.name == "futex" and call.args[1] & 0x7F == _FUTEX_WAIT_BITSET and not call.args[1] & _FUTEX_CLOCK_REALTIME:
        return _timespec(read_memory(call.args[3], 16))
    return -math.inf


def lasts(call: Blocked, read_memory: ReadMemory) -> float:
    """Seconds this wait takes at most, from whenever it began; inf where it has no relative time-out or none is told.

    time.sleep before Python 3.11 is a select(2); Process.join with a time-out a poll(2).
    """
    row = _TABLE.get(call.name)
    if row is None or row[2] == -1 or call.name == "restart_syscall":
        return math.inf
    position = row[2] if row[2] >= 0 else _SLEEPS[call.name]
    if call.name in _MILLISECONDS:
        return math.inf if call.args[position] & 0x8000_0000 else (call.args[position] & 0x7FFF_FFFF) / 1000
    absolute = call.name == "clock_nanosleep" and call.args[1] & _TIMER_ABSTIME
    if absolute or call.args[position] == 0 or (call.name == "futex" and call.args[1] & 0x7F != _FUTEX_WAIT):
        return math.inf
    unit = 1e6 if call.name == "select" else 1e9  # a timeval, else a timespec
    return abs(_timespec(read_memory(call.args[position], 16), unit))  # not told: inf


def _timespec(raw: bytes | None, unit: float = 1e9) -> float:
    if raw is None or len(raw) < 16:
        return -math.inf
    seconds, parts = struct.unpack("=qq", raw)
    return float(seconds + parts / unit)
