"""Signal sets as the kernel prints them, and the names of signal(7)."""

from __future__ import annotations

import functools
import signal
from collections.abc import Iterable

ALL = (1 << 64) - 1


def number(name: str) -> int:
    """`SIGUSR1` -> 10, and every other name that `name` gives. ValueError for one that is none on this machine."""
    try:
        return _NUMBERS[name]
    except KeyError:
        raise ValueError(f"no such signal: {name}") from None


def name(signum: int) -> str:
    """10 -> `SIGUSR1`; real-time signals as `SIGRTMIN+n`."""
    if signal.SIGRTMIN < signum < signal.SIGRTMAX:
        return f"SIGRTMIN+{signum - signal.SIGRTMIN}"
    try:
        return signal.Signals(signum).name
    except ValueError:
        return f"SIG{signum}"  # 32 and 33, which glibc keeps for itself


def mask(names: Iterable[str]) -> int:
    """The set of these signals as a bit mask: bit n-1 stands for signal n, as in proc(5)."""
    bits = 0
    for each in names:
        bits |= 1 << (number(each) - 1)
    return bits


@functools.lru_cache(maxsize=256)  # a program has few sets, and each is named again and again
def names(bits: int) -> tuple[str, ...]:
    """The names of the signals in a bit mask, in the order of their numbers."""
    return tuple(name(signum) for signum in range(1, 65) if bits >> (signum - 1) & 1)


_NUMBERS = {each.name: int(each) for each in signal.Signals} | {name(signum): signum for signum in range(1, 65)}
