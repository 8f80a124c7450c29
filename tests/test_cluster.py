"""A batch over a real Dask scheduler with two real workers on the loopback, one of which is killed on the way."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import __version__
from grader.cli import FAILED, USAGE
from grader.grading import Options
from grader.homework import load
from grader.remote import graded
from grader.submissions import Candidate, read
from grader.work import Job, Task

from .calls import ALICE, COMMAND, environment, grade, rows

pytest.importorskip("distributed")

# Its name tells the machines apart; which of them runs a program, the program cannot know, so it asks its ancestors.
WAITING = """
import os, time
with open({log!r}, "a") as log:
    pid = os.getpid()
    while pid > 1:
        words = open(f"/proc/{{pid}}/cmdline").read().split("\\0")
        if "--name" in words:
            print({name!r}, words[words.index("--name") + 1], file=log)
        pid = int(open(f"/proc/{{pid}}/stat").read().rpartition(")")[2].split()[1])
while not os.path.exists({go!r}):
    time.sleep(0.01)
"""


@dataclass(frozen=True, slots=True)
class Machines:
    """A scheduler's address, and its two workers."""

    address: str
    workers: dict[str, subprocess.Popen[bytes]]


@contextlib.contextmanager
def started(*words: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A part of Dask; ended and waited for."""
    environ = environment(DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="20s")
    with (folder / f"{'-'.join(words[:1])}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
            cwd=folder,
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    folder = tmp_path / "dask"
    folder.mkdir()
    where = folder / "scheduler.json"
    with contextlib.ExitStack() as stack:
        common = ("--no-dashboard", "--scheduler-file", str(where))
        stack.enter_context(started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common, folder=folder))
        workers = {
            name: stack.enter_context(
                started("dask_worker", "--no-nanny", "--nthreads", "2", "--name", name, *common, folder=folder)
            )
            for name in ("one", "two")
        }
        from distributed import Client  # noqa: PLC0415 - an extra

        with Client(scheduler_file=str(where), timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=30)
            address = client.scheduler.address
        yield Machines(address, workers)


def test_one_machine_is_lost_and_each_submission_is_graded_once(tmp_path: Path, machines: Machines) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    log, go = tmp_path / "log", tmp_path / "go"
    log.touch()
    waiting = [f"wait{number}" for number in range(4)]
    for name in waiting:
        (folder / f"{name}.py").write_text(WAITING.format(name=name, log=str(log), go=str(go)))
    for number in range(4):
        (folder / f"good{number}.py").write_bytes(ALICE.read_bytes())
    arguments = [
        "--isolation",
        "none",
        "--cluster",
        machines.address,
        "--gradebook",
        "g.db",
        "--json",
        "rows.json",
        "class",
    ]
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        # Both machines are at programs that wait: now one of them dies.
        while {line.split()[1] for line in log.read_text().splitlines()} != {"one", "two"}:
            assert command.poll() is None
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(0.05)
        machines.workers["one"].kill()
        machines.workers["one"].wait(30)
        go.touch()
        out, errors = command.communicate(timeout=90)
    assert command.returncode == FAILED, errors
    found = rows(tmp_path / "rows.json")
    assert {name: row["score"] for name, row in found.items()} == {
        f"{kind}{number}": score for kind, score in (("good", 100), ("wait", 0)) for number in range(4)
    }
    assert out.count("[8/8]") == 1
    assert json.loads((tmp_path / "rows.json").read_bytes())["results"]
    again = grade("class", "--gradebook", "g.db", "--json", "again.json", cwd=tmp_path)
    assert "graded before and unchanged: 8 of 8" in again.stderr, "what machines graded is in the same gradebook"
    assert rows(tmp_path / "again.json") == found


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "tcp://127.0.0.1:none"])
def test_an_address_where_nobody_answers(tmp_path: Path, address: str) -> None:
    (tmp_path / "a.py").write_text("")
    done = grade("a.py", "--cluster", address, cwd=tmp_path)
    assert done.returncode == USAGE
    said = f"grade: --cluster: no Dask scheduler answers at {address}; start one with: dask scheduler\n"
    assert done.stderr == said


def task() -> Task:
    submission = read(Candidate(name="alice", path=str(ALICE)))
    assert not isinstance(submission, Candidate)
    return Task(0, submission)  # type: ignore[arg-type]


def test_the_work_of_a_machine_is_done_in_a_process_of_its_own() -> None:
    finished = graded(__version__, task(), Job(homework=load(), options=Options(python="")))
    assert finished.report.score == 100
    assert finished.evidence


def test_another_version_does_not_grade() -> None:
    finished = graded("0.0.0", task(), Job(homework=load(), options=Options()))
    assert finished.report.status == "error"
    assert finished.report.error is not None
    assert finished.report.error.values["own"] == "0.0.0"
