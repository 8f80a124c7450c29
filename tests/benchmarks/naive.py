"""The usual harness: start, sleep, send, wait for the text, with pexpect's defaults. For comparison only.

python naive.py PROGRAM
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pexpect

TEXTS = ("老司机开车了", "车速有点快，系好安全带", "到站了请下车")


def grade(program: str) -> int:
    """How many of the three texts came within three seconds each; one second to settle after each step."""
    child = pexpect.spawn(sys.executable, [program], encoding="utf-8", timeout=3)
    time.sleep(1)
    found = subprocess.run(["pgrep", "-P", str(child.pid)], capture_output=True, text=True, check=False).stdout.split()
    conductor = int(found[0])
    came = 0
    for pid, signum, text in zip(
        (conductor, conductor, child.pid), (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP), TEXTS, strict=True
    ):
        os.kill(pid, signum)
        came += child.expect_exact([text, pexpect.TIMEOUT, pexpect.EOF]) == 0
        time.sleep(1)
    child.close(force=True)
    return came


if __name__ == "__main__":
    print(grade(sys.argv[1]))
