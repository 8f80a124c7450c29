"""What a process has used of the machine, as /proc tells it (proc(5))."""

from __future__ import annotations

import os

from grader.kernel.procfs import read

_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(tid: int) -> int:
    """Bytes of memory the process of that thread has in use, shared or not; 0 where the thread is gone."""
    return int((read(f"/proc/{tid}/statm") or "0 0").split()[1]) * _PAGE


def proportional(tid: int) -> int:
    """The same with shared pages divided among those who share them (proc(5), smaps_rollup: Pss)."""
    for line in (read(f"/proc/{tid}/smaps_rollup") or "").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    return 0


def written(pid: int) -> int | None:
    """Bytes it has written with write(2) and its kin, to anything; None where the kernel does not tell."""
    line = read(f"/proc/{pid}/io")
    for row in (line or "").splitlines():
        if row.startswith("wchar:"):
            return int(row.split()[1])
    return None
