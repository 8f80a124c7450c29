"""The least that launching a bus and asking it three questions can cost: no evidence, no verdict, no walls.

    python bare.py PROGRAM LAUNCHES

Launches the program on a pty, waits by its signal masks until it is ready, sends the three signals, waits for each text
and for both exits.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time

DRIVER = {signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP}
CONDUCTOR = {signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1}


def catches(pid: int, wanted: set[signal.Signals]) -> bool:
    """Whether the process has handlers for these and is asleep."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123
            rows = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
    except OSError:
        return False
    mask = int(rows["SigCgt"], 16)
    return rows["State"].startswith("S") and all(mask >> (signum - 1) & 1 for signum in wanted)


def child_of(pid: int) -> int | None:
    """Its first child."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:  # noqa: PTH123
        found = file.read().split()
    return int(found[0]) if found else None


def ride(program: str) -> None:
    """One launch from the start to the end."""
    driver, master = pty.fork()
    if driver == 0:
        os.execv(sys.executable, [sys.executable, program])
    conductor = None
    while conductor is None or not (catches(driver, DRIVER) and catches(conductor, CONDUCTOR)):
        time.sleep(0.001)
        conductor = child_of(driver)
    for pid, signum in ((conductor, signal.SIGINT), (conductor, signal.SIGQUIT), (driver, signal.SIGTSTP)):
        os.kill(pid, signum)
        select.select([master], [], [], 5)
        os.read(master, 4096)
    os.waitpid(driver, 0)
    os.close(master)


if __name__ == "__main__":
    for _ in range(int(sys.argv[2])):
        ride(sys.argv[1])
