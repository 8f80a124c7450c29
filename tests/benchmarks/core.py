"""How long one grading takes, as ratios against what was measured in the same run.

    python tests/benchmarks/core.py [ROUNDS]

Prints a table; judges nothing. *bare* launches the model bus as often as `grade` does and only asks it (bare.py);
*naive* is the usual sleep-and-grep harness (naive.py). Times are medians of whole processes, in seconds.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox import sandbox

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
GRADE = str(Path(sys.executable).with_name("grade"))
BASE = sandbox(sys.executable).python
"""What runs behind the walls: the interpreter without the virtual environment, whose start may take another time."""
HANGING = sorted((ROOT / "tests/programs/hanging").glob("*.py"))


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of one run and the largest memory of a process of it, in MiB; its exit status does not matter."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        _pid, _status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def launches(program: str) -> int:
    """How often `grade` launches it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "result.json")
        subprocess.run([GRADE, "-q", "--json", str(target), program], cwd=ROOT, check=False, capture_output=True)
        timeline = json.loads(target.read_text())["results"][0]["timeline"]
    return sum(event["event"] == "launched" for event in timeline)


def main() -> None:
    """Measure in turn, so that a machine whose speed drifts is fair to all."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    count = launches("submissions/alice.py")
    commands = {
        "bare": [sys.executable, str(HERE / "bare.py"), "reference/bus.py", str(count)],
        "grade --isolation none": [GRADE, "--isolation", "none", "submissions/alice.py"],
        "  by the same Python as": [GRADE, "--isolation", "none", "--python", BASE, "submissions/alice.py"],
        "grade --isolation bwrap": [GRADE, "--isolation", "bwrap", "submissions/alice.py"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "import grader.cli": [sys.executable, "-c", "import grader.cli"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for turn in range(rounds + 1):
        for name, command in commands.items():
            seconds, peak = timed(command)
            if turn:  # the first round warms the caches
                times[name].append(seconds)
                memory[name] = max(memory[name], peak)
    median = {name: statistics.median(values) for name, values in times.items()}
    median["naive"] = timed([sys.executable, str(HERE / "naive.py"), "submissions/alice.py"])[0]
    print(f"{count} launches, {rounds} rounds; load {os.getloadavg()[0]:.1f}")
    print(f"{'':28}{'median s':>10}{'min':>8}{'max':>8}{'/ bare':>8}{'MiB':>7}")
    for name, value in median.items():
        low, high = (min(times[name]), max(times[name])) if name in times else (value, value)
        print(f"{name:28}{value:10.3f}{low:8.3f}{high:8.3f}{value / median['bare']:8.2f}{memory.get(name, 0):7.0f}")
    print(f"importing the command takes {median['import grader.cli'] - median['python -c pass']:.3f} s")
    print(f"naive / grade: {median['naive'] / median['grade --isolation none']:.1f}")
    walls = times["grade --isolation bwrap"]
    for title, name in (("", "grade --isolation none"), (", by the same Python", "  by the same Python as")):
        pairs = [b / a for a, b in zip(times[name], walls, strict=True)]
        print(f"bwrap / none{title}: {statistics.median(pairs):.2f}")
    for program in HANGING:
        print(f"hanging, {program.stem:20}{timed([GRADE, '--isolation', 'none', str(program)])[0]:10.2f} s")
    print(f"children's CPU in all: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.1f} s")


if __name__ == "__main__":
    main()
