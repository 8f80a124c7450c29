"""Who has claimed a submission, so that a claim ends with the process that made it, even after `kill -9`.

A process is known by its PID namespace, its PID and the time it started (proc(5): PIDs are used again).
"""

from __future__ import annotations

import os
from pathlib import Path


def myself() -> str:
    """This process: "namespace boot:pid:start"."""
    return f"{_space()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Whether that process still runs. One of another machine or container cannot be seen from here; it counts as
    gone, so at worst a submission is graded twice, and never is one forgotten."""
    space, pid, started = owner.rsplit(":", 2)
    return space == _space() and pid.isdigit() and _started(int(pid)) == started


def _space() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{Path('/proc/self/ns/pid').readlink()} {boot}"


def _started(pid: int) -> str | None:
    """Clock ticks since boot; None where there is no such process, or a zombie only."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]
