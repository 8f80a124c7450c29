"""The command in trouble: a fault of the grader's own, a reader that leaves, an interruption."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import INTERRUPTED, PASSED, UNDECIDED

from .calls import ALICE, COMMAND, environment, rows

MARK = "the-programs-of-this-test"  # an argument by which the processes of one test are found

# Workers run the main program too, up to its guard: so what is broken here is broken in them.
BROKEN = """
import grader.work
real = grader.work.observe
def observe(submission, homework, options, shells):
    if submission.name == "bob":
        raise RuntimeError("wires crossed")
    return real(submission, homework, options, shells)
grader.work.observe = observe
if __name__ == "__main__":
    from grader.cli import main
    raise SystemExit(main())
"""


def test_a_fault_of_the_grader_is_one_row_and_never_a_traceback(tmp_path: Path) -> None:
    for name in ("alice.py", "bob.py"):
        shutil.copy(ALICE, tmp_path / name)
    broken = tmp_path / "broken" / "main.py"
    broken.parent.mkdir()
    broken.write_text(BROKEN)
    arguments = [sys.executable, str(broken), "--json", "r.json", "bob.py", "alice.py"]
    done = subprocess.run(
        arguments, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == UNDECIDED
    assert done.stderr == ""
    found = rows(tmp_path / "r.json")
    assert (
        found["bob"]["error"]
        == "the grader itself failed (RuntimeError: wires crossed); GRADE_DEBUG=1 shows the details"
    )
    assert found["alice"]["score"] == 100, "another submission's trouble costs nothing"
    told = subprocess.run(
        arguments,
        cwd=tmp_path,
        env=environment(GRADE_DEBUG="1"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" in told.stderr


def test_a_fault_outside_of_grading_is_one_line() -> None:
    code = (
        "import grader.submissions as s, grader.cli\ns.find = lambda _paths: 1 / 0\nraise SystemExit(grader.cli.main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "x.py"], env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == UNDECIDED
    assert (
        done.stderr
        == "grade: the grader itself failed (ZeroDivisionError: division by zero); GRADE_DEBUG=1 shows the details\n"
    )


def test_a_reader_that_leaves_is_no_fault() -> None:
    with subprocess.Popen(
        [*COMMAND, str(ALICE)], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode in (PASSED, UNDECIDED)


HANGING = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", {mark!r}])
open({started!r}, "w").close()
time.sleep(60)
"""


def marked_processes() -> list[int]:
    """Processes that have MARK among their arguments."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if MARK.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_keeps_what_is_finished_and_leaves_nothing_running(tmp_path: Path, signum: signal.Signals) -> None:
    shutil.copy(ALICE, tmp_path / "a.py")
    started = tmp_path / "started"
    (tmp_path / "b.py").write_text(HANGING.format(mark=MARK, started=str(started)))
    alone = ["--isolation", "none", "--patience", "30", "--jobs", "1"]
    arguments = [*COMMAND, *alone, "--json", "r.json", "a.py", "b.py"]
    with subprocess.Popen(
        arguments, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        while not started.exists() and command.poll() is None:
            signal.sigtimedwait([], 0.01)
        command.send_signal(signum)
        stdout, stderr = command.communicate(timeout=30)
    assert command.returncode == INTERRUPTED
    assert stderr == "grade: interrupted; finished: 1 of 2\n"
    assert "[1/2] a  100/100" in stdout
    assert list(rows(tmp_path / "r.json")) == ["a"]
    assert marked_processes() == []
