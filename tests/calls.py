"""Calls of the command as a user makes them, and calls in which the observing of programs is replaced.

A replaced call runs a script of its own as the main program. Workers run the main program too, up to its guard, so what
it replaces is replaced in them; what a submission's source says then decides what happens to it:

    good            full marks, at once
    bad             no text in the departure
    wait NAME       full marks, when the file NAME is there
    die             the worker is killed
    hang            the worker never comes back
    vary            full marks and `bad` in turn
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import grader
from grader.homework import BUS

ROOT = Path(grader.__file__).parent.parent
ALICE = ROOT / "submissions" / "alice.py"
COMMAND = (sys.executable, "-c", "from grader.cli import main; raise SystemExit(main())")

REPLACED = """
import dataclasses, os, pathlib, signal, sys, time
import grader.work
from tests.evidence import Ride

turns = 0

def observe(submission, homework, options, shells):
    global turns
    turns += 1
    with open(os.environ["RUNS"], "a") as runs:
        print(submission.name, file=runs)
    word, *rest = submission.source.decode().split()
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    while word == "hang" or (word == "wait" and not pathlib.Path(rest[0]).exists()):
        time.sleep(0.01)
    bad = word == "bad" or (word == "vary" and turns % 2)
    ride = Ride().journey("departure") if bad else Ride()
    return dataclasses.replace(ride.evidence(), submission=submission.name, path=submission.path,
                               sha256=submission.sha256, isolation=options.isolation, seconds=0.1)

grader.work.observe = observe
if __name__ == "__main__":
    from grader.cli import main
    raise SystemExit(main())
"""


def environment(**changed: str) -> dict[str, str]:
    """In English, with the code under test."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "GRADE_", "GITHUB"))
    }
    return plain | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)} | changed


def grade(*arguments: str | Path, cwd: Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """The command itself, without walls."""
    return _run([*COMMAND, "--isolation", "none"], arguments, cwd, environment(), timeout)


class Replaced:
    """Calls in a folder, with observing replaced; `runs` has the submissions that were observed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._runs = folder / "runs.txt"
        self._runs.touch()
        self._script = folder / "main" / "call.py"
        self._script.parent.mkdir()
        self._script.write_text(REPLACED)

    def hand_in(self, **sources: str) -> Path:
        """Submissions by name, in the folder that is returned."""
        target = self.folder / "class"
        target.mkdir(exist_ok=True)
        for name, source in sources.items():
            (target / f"{name}.py").write_text(source)
        return target

    @property
    def command(self) -> list[str]:
        """To which arguments are added."""
        return [sys.executable, str(self._script), "--isolation", "none"]

    @property
    def environ(self) -> dict[str, str]:
        """For `command`."""
        return environment(RUNS=str(self._runs))

    def grade(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the command in the folder."""
        return _run(self.command, arguments, self.folder, self.environ, 60)

    def rows(self, *arguments: str | Path) -> dict[str, dict[str, Any]]:
        """The results of such a call, by submission."""
        done = self.grade(*arguments, "--json", "rows.json")
        assert "Traceback" not in done.stderr, done.stderr
        return rows(self.folder / "rows.json")

    @property
    def runs(self) -> list[str]:
        """Every observation so far, sorted."""
        return sorted(self._runs.read_text().split())


def rows(path: Path) -> dict[str, dict[str, Any]]:
    """The results in a JSON file, by submission."""
    return {row["submission"]: row for row in json.loads(path.read_bytes())["results"]}


def table(path: Path, query: str) -> list[tuple[object, ...]]:
    """What a gradebook answers."""
    database = sqlite3.connect(path)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def homework(folder: Path, *changes: tuple[str, str]) -> Path:
    """The bus, changed."""
    text = BUS.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "new.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _run(
    command: list[str], arguments: tuple[str | Path, ...], cwd: Path, environ: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
