"""The least that launching every program of a class can cost: see batch.py.

    python bare_class.py FOLDER LAUNCHES.json

Launches each program as often as the file says, on a pty; waits until it and its first child sleep; sends the three
signals, waiting for some output after each, and for the end. Programs differ, so it knows nothing of their masks.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

_PATIENCE = 1.0  # seconds for what some programs do not do
_LONGEST = 15.0  # seconds for the end; one that was not ready when it was signalled may talk for ever
_QUIET = 0.02  # seconds in which both sleep: then it is ready


def conductor(driver: int) -> int | None:
    """The first child that is asleep, when the driver is too; helpers of multiprocessing go by their command line."""
    children = Path(f"/proc/{driver}/task/{driver}/children").read_text().split()
    for pid in [driver, *map(int, children)]:
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "SRT":
            return None
    others = [int(pid) for pid in children if "tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]
    return others[0] if others else None


def ride(program: str) -> None:
    """One launch from the start to the end."""
    driver, master = pty.fork()
    if driver == 0:
        os.execv(sys.executable, [sys.executable, program])
    with contextlib.suppress(OSError):
        child, deadline = None, time.monotonic() + _PATIENCE
        while child is None and time.monotonic() < deadline:
            time.sleep(_QUIET)
            child = conductor(driver)
        time.sleep(_QUIET)
        for pid, signum in ((child, signal.SIGINT), (child, signal.SIGQUIT), (driver, signal.SIGTSTP)):
            os.kill(pid or driver, signum)
            if select.select([master], [], [], _PATIENCE)[0]:
                os.read(master, 4096)
        deadline = time.monotonic() + _LONGEST
        while time.monotonic() < deadline and select.select([master], [], [], _PATIENCE)[0] and os.read(master, 4096):
            pass
    with contextlib.suppress(ProcessLookupError):
        os.killpg(driver, signal.SIGKILL)
    os.close(master)
    os.waitpid(driver, 0)


if __name__ == "__main__":
    for name, launches in json.loads(Path(sys.argv[2]).read_bytes()).items():
        for _ in range(launches):
            ride(str(Path(sys.argv[1], name)))
