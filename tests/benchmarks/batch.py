"""What grading a class costs, as ratios against what was measured in the same run.

    python tests/benchmarks/batch.py [PROGRAMS] [JOBS...]

Grades PROGRAMS (200) correct submissions of mixed styles with `grade`, then as many of which half are mutants, for each
number of JOBS (the default one). *bare* launches each of the same programs as often as `grade` did, waits until both of
its processes sleep, sends the three signals and waits for the exits (bare_class.py): no walls, no evidence, no verdict.

    cpu     seconds of processor time of the command and all it started, against bare
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
GRADE = str(Path(sys.executable).with_name("grade"))


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and processor time, and the share of the machine that was busy."""

    wall: float
    cpu: float
    busy: float


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
        print(f"{'':26}{'wall s':>8}{'cpu s':>8}{'cpu/bare':>10}{'busy':>7}{'per minute':>12}")
        target, launches = folder / "result.json", folder / "launches.json"
        bare = None
        for number in jobs:
            for title, programs in (("correct", correct), ("half mutants", mixed)):
                more = ["--jobs", number] if number else []
                cost = measured([GRADE, "-q", *more, "--isolation", "none", "--json", str(target), str(programs)])
                if bare is None:
                    launches.write_text(json.dumps(launched(target)))
                    bare = measured([sys.executable, str(HERE / "bare_class.py"), str(programs), str(launches)])
                    show("bare, one by one", bare, bare, count)
                show(f"{title}, jobs {number or 'default'}", cost, bare if title == "correct" else None, count)


def launched(target: Path) -> dict[str, int]:
    """How often each submission was launched."""
    rows = json.loads(target.read_bytes())["results"]
    wrong = Counter(row["score"] for row in rows if row["score"] != 100)
    if wrong:
        print(f"not all correct programs have full marks: {dict(wrong)}")
    return {Path(row["path"]).name: sum(each["event"] == "launched" for each in row["timeline"]) for row in rows}


def show(title: str, cost: Cost, bare: Cost | None, count: int) -> None:
    """A line of the table."""
    ratio = f"{cost.cpu / bare.cpu:.2f}" if bare else ""
    print(
        f"{title:26}{cost.wall:8.1f}{cost.cpu:8.1f}{ratio:>10}{cost.busy:7.0%}{60 * count / cost.wall:12.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
