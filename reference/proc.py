"""What the kernel says about processes, read from ``/proc`` (Linux, proc(5)), and waits for such facts to come true."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Return as soon as ``true()`` holds.

    A fixed sleep would be too short on a busy machine and too long on an idle one.
    Raises TimeoutError if it does not hold within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not come true in {seconds:g} s")
        time.sleep(0.001)


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the state on (field 3); none if there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()  # the name, field 2, stands in brackets and may itself contain some


def state(pid: int) -> str:
    """``R`` running, ``S`` sleeping, ``T`` stopped, ``Z`` zombie …, or ``""`` if there is no such process."""
    return next(iter(_stat(pid)), "")


def pending(pid: int) -> set[int]:
    """The signals that were sent to a process and that it has not taken yet (``ShdPnd``)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    mask = next(int(line.split()[1], 16) for line in lines if line.startswith("ShdPnd:"))
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}


def children(pid: int | None = None) -> list[int]:
    """The PIDs of the children of a process (default: this one), zombies included.

    ``multiprocessing``'s own servants are not counted: they live as long as the process and end by themselves after it.
    """
    return [child for child in _all_children(pid or os.getpid()) if not _is_servant(child)]


def servants() -> list[int]:
    """The PIDs of ``multiprocessing``'s own servants among this process's children."""
    return [child for child in _all_children(os.getpid()) if _is_servant(child)]


def descriptors() -> set[tuple[int, str]]:
    """This process's open descriptors, each with what it stands for."""
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the one with which the folder itself is being read
            found.add((int(entry.name), str(entry.readlink())))
    return found


def _all_children(parent: int) -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _stat(pid)[1:2] == [str(parent)]]


def _is_servant(pid: int) -> bool:
    """Whether a child is ``multiprocessing``'s resource tracker or fork server."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return b"multiprocessing.resource_tracker" in command or b"multiprocessing.forkserver" in command


def wait_status(pid: int, options: int = 0) -> int:
    """``os.waitpid`` with an end to the waiting. Returns the status, for ``os.WIFEXITED`` and its like.

    ``options`` may add ``os.WUNTRACED`` and ``os.WCONTINUED``. Raises TimeoutError, and ChildProcessError for no child.
    """
    got = (0, 0)

    def changed() -> bool:
        nonlocal got
        got = os.waitpid(pid, options | os.WNOHANG)
        return got[0] == pid

    until(changed)
    return got[1]


def end_children() -> None:
    """Kill and reap every child of this process, and theirs before them."""
    while pids := children():
        for pid in pids:
            for grandchild in children(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(grandchild, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
