"""Whether the grader's own memory stays flat: the command's largest size with 200 submissions and with 2,000.

    python tests/benchmarks/memory.py

Observing is replaced by evidence made by hand (tests/calls.py), as large as that of a real program; everything else
is as ever: the pool, the gradebook, the table, and each file of results.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.calls import Replaced

OUTPUTS = {"json": "r.json", "csv": "r.csv", "html": "html", "junit": "r.xml", "moodle": "m.csv", "canvas": "c.csv"}


def largest(count: int) -> float:
    """MiB of the command itself; its workers each hold one submission."""
    with tempfile.TemporaryDirectory() as name:
        call = Replaced(Path(name))
        call.hand_in(**{f"s{number:04}": ("bad" if number % 2 else "good") + f" {number}" for number in range(count)})
        options = [word for option, target in OUTPUTS.items() for word in (f"--{option}", target)]
        command = [*call.command, "-q", *options, "--gradebook", "g.db", "class"]
        with subprocess.Popen(command, cwd=call.folder, env=call.environ, stdout=subprocess.DEVNULL) as process:
            _pid, _status, usage = os.wait4(process.pid, 0)
            process.returncode = 0
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    few, many = largest(200), largest(2_000)
    print(f"200: {few:.1f} MiB; 2,000: {many:.1f} MiB; {many / few - 1:+.0%}")
