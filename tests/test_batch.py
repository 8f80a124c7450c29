"""The pool of workers: what one submission does to its worker costs no other, and nothing is left running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.batch import default_jobs
from grader.cli import FAILED, INTERRUPTED, PASSED, UNDECIDED

from .calls import ALICE, ROOT, Replaced, environment, grade, rows

# In a session of its own it is not in reach of the terminal, but of a signal it is: above it are the stand-in for a
# shell, the fork server and the worker.
KILLER = """
import os, signal, time
pid = os.getpid()
for _ in range(GENERATIONS):
    pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
if os.fork() == 0:
    time.sleep(3600)
os.kill(pid, signal.SIGKILL)
time.sleep(3600)
"""


@contextlib.contextmanager
def under_way(call: Replaced, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a session of its own, which a terminal's Ctrl+C reaches as a whole."""
    with subprocess.Popen(
        [*call.command, *map(str, arguments)],
        cwd=call.folder,
        env=call.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as command:
        try:
            yield command
        finally:
            command.kill()


def lines_until(command: subprocess.Popen[str], words: str) -> list[str]:
    """What it prints, up to the first line with these words in it."""
    assert command.stdout is not None
    found = []
    for line in command.stdout:
        found.append(line)
        if words in line:
            return found
    raise AssertionError(found)


def test_a_class_is_graded_by_workers_and_listed_in_order(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="wait go", b="good", c="bad", d="good")
    with under_way(call, "--jobs", "2", "--json", "rows.json", folder) as command:
        lines_until(command, "[3/4]")  # all but the first, which the second worker has been at all the while
        (tmp_path / "go").touch()
        rest, _errors = command.communicate(timeout=30)
    assert "[4/4] a  100/100" in rest
    assert command.returncode == FAILED
    assert [(name, row["score"]) for name, row in rows(tmp_path / "rows.json").items()] == [
        ("a", 100),
        ("b", 100),
        ("c", 90),
        ("d", 100),
    ]
    assert call.runs == ["a", "b", "c", "d"]


def test_a_worker_that_dies_costs_its_own_submission(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="die", b="good", c="die", d="good", e="good")
    found = call.rows("--jobs", "2", folder)
    assert {name: row["status"] for name, row in found.items()} == {
        "a": "error",
        "b": "graded",
        "c": "error",
        "d": "graded",
        "e": "graded",
    }
    assert found["a"]["error"] == "the grader's process that ran this submission was killed"
    assert call.runs == ["a", "b", "c", "d", "e"], "none is tried twice"


@pytest.mark.parametrize("generations", [2, 3], ids=["fork server", "worker"])
def test_a_program_that_kills_those_who_run_it_leaves_nothing_behind(tmp_path: Path, generations: int) -> None:
    (tmp_path / "killer.py").write_text(KILLER.replace("GENERATIONS", str(generations)))
    (tmp_path / "alice.py").write_bytes(ALICE.read_bytes())
    done = grade("killer.py", "alice.py", "--jobs", "1", "--json", "rows.json", cwd=tmp_path)
    found = rows(tmp_path / "rows.json")
    assert found["killer"]["error"] == "the grader's process that ran this submission was killed"
    assert found["alice"]["score"] == 100
    assert done.returncode == UNDECIDED


def test_a_worker_that_hangs_is_given_up(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(a="hang", b="good")
    script = tmp_path / "main" / "hang.py"
    script.write_text(
        (tmp_path / "main" / "call.py").read_text().partition("if __name__")[0]
        + """
if __name__ == "__main__":
    from grader.batch import pooled
    from grader.grading import Options
    from grader.homework import load
    from grader.submissions import find, read
    from grader.work import Job, Task
    tasks = [Task(number, read(each)) for number, each in enumerate(find(["class"]))]
    for each in pooled(tasks, Job(homework=load(), options=Options()), jobs=2, hang=1):
        print(each.report.submission, each.report.status, each.report.error and each.report.error.msgid)
"""
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=call.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert sorted(done.stdout.splitlines()) == [
        "a error the grader gave up after {seconds} seconds without a result",
        "b graded None",
    ]
    assert done.stderr == ""


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_at_once_with_what_is_finished(tmp_path: Path, signum: signal.Signals) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="hang", b="good", c="hang", d="good", e="hang", f="hang", g="good")
    with under_way(call, "--jobs", "4", "--json", "rows.json", folder) as command:
        lines_until(command, "[2/7]")
        os.killpg(command.pid, signum)
        rest, errors = command.communicate(timeout=20)
    assert command.returncode == INTERRUPTED
    finished = rows(tmp_path / "rows.json")
    assert {"b", "d"} <= set(finished) <= {"b", "d", "g"}
    assert errors == f"grade: interrupted; finished: {len(finished)} of 7\n"
    assert "Submissions:" in rest, "what is finished is shown"


@pytest.mark.parametrize("name", ["socket", "grader", "signal"])
def test_no_module_comes_from_the_current_folder(tmp_path: Path, name: str) -> None:
    """A class is often graded from within its folder, and a submission may be called anything."""
    call = Replaced(tmp_path)
    folder = call.hand_in(a="good", b="good")
    (tmp_path / f"{name}.py").write_text("open('ran', 'w')\n")
    done = call.grade(folder)
    assert (done.returncode, done.stderr) == (PASSED, "")
    assert not (tmp_path / "ran").exists()


def test_killed_the_command_takes_its_workers_along(tmp_path: Path) -> None:
    """The fixture of all tests waits for them to be gone, and for their folders."""
    call = Replaced(tmp_path)
    folder = call.hand_in(a="wait go", b="good", c="wait go")
    with under_way(call, "--jobs", "3", folder) as command:
        lines_until(command, "[1/3]")
        command.kill()
        command.wait()
    (tmp_path / "go").touch()


def test_one_program_needs_no_pool(tmp_path: Path) -> None:
    code = (
        "import sys; from grader.cli import main; main()\n"
        "print([name for name in ('pebble', 'multiprocessing', 'sqlite3', 'zipfile', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-q", "--isolation", "none", str(ALICE)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[1:] == ["[]"]


def test_a_verdict_does_not_depend_on_how_many_run_at_once(tmp_path: Path) -> None:
    programs = [
        ROOT / "tests" / "programs" / name
        for name in (
            "correct/fork_pause.py",
            "correct/sigwait_both.py",
            "correct/spawn_guard.py",
            "mutants/conductor_sends_both.py",
            "mutants/driver_leaves_first.py",
            "mutants/luck_alarm.py",
            "mutants/printed_twice_in_one_line.py",
            "mutants/syntax_error.py",
        )
    ]
    verdicts = []
    for jobs in ("1", "32"):
        grade(*programs, "--jobs", jobs, "--json", "rows.json", cwd=tmp_path, timeout=100)
        found = rows(tmp_path / "rows.json")
        verdicts.append({name: [(c["id"], c["status"]) for c in row["checks"]] for name, row in found.items()})
    assert verdicts[0] == verdicts[1]
    assert len(verdicts[0]) == len(programs)


def test_more_at_once_than_processors() -> None:
    assert [default_jobs(each) for each in (1, 2, 8, 16, 17, 64)] == [12, 24, 64, 64, 68, 256], "as the help has it"
    assert default_jobs() == default_jobs(len(os.sched_getaffinity(0)))


def test_all_good_is_exit_status_0(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    assert call.grade(call.hand_in(a="good", b="good")).returncode == PASSED
