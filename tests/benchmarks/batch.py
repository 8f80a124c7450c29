"""What grading a class costs, as ratios against what was measured in the same run.

    python tests/benchmarks/batch.py [PROGRAMS] [JOBS...]

Grades PROGRAMS (200) correct submissions of mixed styles with `grade`, then as many of which half are mutants, for each
number of JOBS (the default one). *bare* launches each of the same programs as often as `grade` did, waits until both of
its processes sleep, sends the three signals and waits for the exits (bare_class.py): no walls, no evidence, no verdict.

    cpu     seconds of processor time of the command and all it started, against bare: the median of three rounds, with
            a third of the bare launches after each, because the speed of a machine may change within minutes
    busy    share of both processors' time that was not idle while it ran; others on the machine count too
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.kernel.prctl import PR_SET_CHILD_SUBREAPER, prctl

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PROGRAMS = ROOT / "tests" / "programs"
_ROUNDS = 3
GRADE = str(Path(sys.executable).with_name("grade"))


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and processor time, and the share of the machine that was busy."""

    wall: float
    cpu: float
    busy: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        wall = self.wall + other.wall
        return Cost(wall, self.cpu + other.cpu, (self.busy * self.wall + other.busy * other.wall) / wall)


def measured(command: Sequence[str]) -> Cost:
    """Run it; all it starts is reaped here in the end, and so counted."""
    idle, began = idle_seconds(), time.perf_counter()
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, check=False)
    wall = time.perf_counter() - began
    idle = idle_seconds() - idle
    while True:  # orphans came here (PR_SET_CHILD_SUBREAPER)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, 1 - idle / (wall * (os.cpu_count() or 1)))


def idle_seconds() -> float:
    """Of all processors since boot (proc(5), /proc/stat: the fourth number)."""
    return int(Path("/proc/stat").read_text().split()[4]) / os.sysconf("SC_CLK_TCK")


def class_of(folders: Sequence[str], count: int, where: Path) -> Path:
    """So many programs, taken in turn from these folders."""
    where.mkdir()
    names = [itertools.cycle(sorted((PROGRAMS / folder).glob("*.py"))) for folder in folders]
    for number, programs in zip(range(count), itertools.cycle(names), strict=False):
        shutil.copy(next(programs), where / f"s{number:04}.py")
    return where


def main() -> None:
    """Print the table; judge nothing."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    jobs = sys.argv[2:] or [""]
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        correct = class_of(["correct"], count, folder / "correct")
        mixed = class_of(["correct", "mutants"], count, folder / "mixed")
        print(f"{'':30}{'wall s':>8}{'cpu s':>8}{'cpu/bare':>10}{'busy':>7}{'per minute':>12}")
        target = folder / "result.json"
        found: dict[str, list[Cost]] = {number: [] for number in jobs}
        bare = Cost(0.0, 0.0, 0.0)
        for part in range(_ROUNDS):
            for number in jobs:
                found[number].append(graded(correct, number, target))
                show(f"correct, jobs {number or 'default'}, round {part + 1}", found[number][-1], count)
            bare += bare_of(correct, launched(target), part, folder / "launches.json")
        show("bare, one by one", bare, count)
        for number, costs in found.items():
            middle = sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]
            show(f"correct, jobs {number or 'default'}, median", middle, count, bare)
            show(f"half mutants, jobs {number or 'default'}", graded(mixed, number, target), count)


def graded(programs: Path, jobs: str, target: Path) -> Cost:
    """One call of `grade`; no number of jobs: the default one."""
    more = ["--jobs", jobs] if jobs else []
    return measured([GRADE, "-q", *more, "--isolation", "none", "--json", str(target), str(programs)])


def bare_of(programs: Path, launches: dict[str, int], part: int, told: Path) -> Cost:
    """The bare launches of every so manieth program."""
    told.write_text(json.dumps(dict(list(launches.items())[part::_ROUNDS])))
    return measured([sys.executable, str(HERE / "bare_class.py"), str(programs), str(told)])


def launched(target: Path) -> dict[str, int]:
    """How often each submission was launched."""
    rows = json.loads(target.read_bytes())["results"]
    wrong = Counter(row["score"] for row in rows if row["score"] != 100)
    if wrong:
        print(f"not all correct programs have full marks: {dict(wrong)}")
    return {Path(row["path"]).name: sum(each["event"] == "launched" for each in row["timeline"]) for row in rows}


def show(title: str, cost: Cost, count: int, bare: Cost | None = None) -> None:
    """A line of the table."""
    ratio = f"{cost.cpu / bare.cpu:.2f}" if bare else ""
    print(
        f"{title:30}{cost.wall:8.1f}{cost.cpu:8.1f}{ratio:>10}{cost.busy:7.0%}{60 * count / cost.wall:12.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
