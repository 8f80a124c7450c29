"""Runs the tests that start processes again and again on a crowded machine: a verdict that varies is a defect.

    python -m tests.stress TIMES [PYTEST ARGUMENTS]

Eight processes spin all the while. Each round is a pytest of its own; what failed is listed, and how often.
"""

from __future__ import annotations

import collections
import contextlib
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from .victims import VICTIMS

SPINNERS = 8
HERE = Path(__file__).parent
DEFAULT = [f"test_{name}.py" for name in ("kernel_proc", "kernel_freezing", "kernel_libc", "launch", "program")]


def main(times: int, arguments: list[str]) -> int:
    """The number of rounds in which a test failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the spinners end too
    failed: collections.Counter[str] = collections.Counter()
    bad = 0
    with contextlib.ExitStack() as stack:
        for _ in range(SPINNERS):
            spinner = stack.enter_context(subprocess.Popen([sys.executable, VICTIMS / "spins.py"], stdout=-3))
            stack.callback(spinner.kill)
        for number in range(1, times + 1):
            began = time.monotonic()
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
            done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
            names = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
            failed.update(names)
            bad += done.returncode != 0
            if done.returncode:
                print(done.stdout, flush=True)
            print(f"round {number}: {len(names)} failed, {time.monotonic() - began:.0f} s", flush=True)
    for name, count in failed.most_common():
        print(f"{count} of {times}: {name}")
    print(f"{times - bad} of {times} rounds without a failure")
    return bad


if __name__ == "__main__":
    given = sys.argv[2:] or [str(HERE / name) for name in DEFAULT]
    sys.exit(1 if main(int(sys.argv[1]), given) else 0)
