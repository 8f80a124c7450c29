"""Whether a verdict depends on how many submissions are graded at once.

    python tests/benchmarks/jobs.py [JOBS...]

Grades all labelled programs (tests/programs/labels.json) with each number of JOBS (1 and 32), prints each check in
which two runs differ, and how many programs disagree with their label. Exit status 1 where anything does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, TypeAlias

from grader.homework import load

PROGRAMS = Path(__file__).parents[1] / "programs"
GRADE = str(Path(sys.executable).with_name("grade"))

Verdicts: TypeAlias = dict[str, dict[str, str]]
"""The status of each check of each program."""


def verdicts(names: list[str], jobs: str) -> Verdicts:
    """What `grade` makes of them with so many at once."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "result.json")
        command = [GRADE, "-q", "--isolation", "none", "--jobs", jobs, "--json", str(target)]
        subprocess.run([*command, *(str(PROGRAMS / name) for name in names)], stdout=subprocess.DEVNULL, check=False)
        rows: list[dict[str, Any]] = json.loads(target.read_bytes())["results"]
    print(f"jobs {jobs}: {len(rows)} programs, {time.perf_counter() - began:.0f} s", flush=True)
    return {
        str(Path(row["path"]).relative_to(PROGRAMS)): {check["id"]: check["status"] for check in row["checks"]}
        for row in rows
    }


def wrong(expect: str | dict[str, str], statuses: dict[str, str], worth: set[str]) -> list[str]:
    """The checks that are not as the label says; `full`: all of those worth points pass."""
    wanted = dict.fromkeys(worth, "pass") if isinstance(expect, str) else expect
    return [check for check, status in wanted.items() if statuses.get(check) not in status.split("|")]


def main() -> int:
    """Print the differences; the exit status."""
    labels: dict[str, dict[str, Any]] = json.loads((PROGRAMS / "labels.json").read_text(encoding="utf-8"))
    names = sorted(name for name in labels if (PROGRAMS / name).exists())
    worth = {check for check, points in load().points.items() if points}
    runs = {jobs: verdicts(names, jobs) for jobs in sys.argv[1:] or ["1", "32"]}
    first = next(iter(runs.values()))
    different = mislabelled = 0
    for jobs, found in runs.items():
        for name in names:
            differ = {
                check: (first[name][check], now) for check, now in found[name].items() if first[name][check] != now
            }
            false = wrong(labels[name]["expect"], found[name], worth)
            different += bool(differ)
            mislabelled += bool(false)
            if differ or false:
                print(f"jobs {jobs}: {name}: differs {differ or 'in nothing'}; not as labelled: {false or 'none'}")
    print(f"{len(names)} programs: {different} verdicts differ, {mislabelled} are not as labelled")
    return 1 if different or mislabelled else 0


if __name__ == "__main__":
    sys.exit(main())
