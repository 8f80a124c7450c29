"""The processor time of a program whose processes come and go.

A sum over those that live forgets each that ends: children of a fifth of a second, one after the other, would never
come to anything. Two things are known of those that have ended: what each had used when it was last seen, and what
their parents have waited for (proc(5), stat: cutime, cstime), of children too short-lived to be seen as well. The same
second may be in both, so the larger counts and not the sum: what comes out is never more than was used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.kernel.process import Process


@dataclass(slots=True)
class _Account:
    """One living process: the seconds it has used, has waited for, and those its children had used that have ended."""

    parent: tuple[int, int] | None
    used: float = 0.0
    reaped: float = 0.0
    below: float = 0.0

    @property
    def total(self) -> float:
        return self.used + max(self.reaped, self.below)


class CpuTime:
    """What all processes seen so far have used together; never falls."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._accounts: dict[tuple[int, int], _Account] = {}  # by pid and start, parents before their children
        self._closed = 0.0  # of processes that have ended and whose parents are not seen

    def add(self, living: Sequence[Process]) -> float:
        """Take in all processes there are now, parents before their children. Returns the seconds."""
        keys = {each.pid: (each.pid, each.start) for each in living}
        there = set(keys.values())
        for key in [each for each in self._accounts if each not in there]:
            self._close(key)
        for each in living:
            account = self._accounts.setdefault(keys[each.pid], _Account(keys.get(each.parent)))
            account.used = max(account.used, each.used, each.cpu)
            account.reaped = max(account.reaped, each.reaped)
        total = sum(each.total for each in self._accounts.values())
        self.seconds = max(self.seconds, self._closed + total)
        return self.seconds

    def _close(self, key: tuple[int, int]) -> None:
        """It has ended: what it and its had used goes to its parent, and its children do so when they end."""
        ended = self._accounts.pop(key)
        parent = self._accounts.get(ended.parent) if ended.parent else None
        if parent is None:
            self._closed += ended.total
        else:
            parent.below += ended.total
        for each in self._accounts.values():
            if each.parent == key:
                each.parent = ended.parent
