"""The three model answers to the bus homework, examined by hand and by the grader."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference import proc

if TYPE_CHECKING:
    import pexpect

Start = Callable[..., "pexpect.spawn[str]"]
End = Callable[["pexpect.spawn[str]"], str]
ROOT = Path(__file__).parents[2]
BUSES = ["bus", "bus_fork", "bus_keyboard"]
DEPARTURE, SEATBELT, ARRIVAL = "老司机开车了", "车速有点快，系好安全带", "到站了请下车"


def board(start: Start, program: Path) -> tuple[pexpect.spawn[str], int]:
    """Start a bus. Returns the driver and the conductor's PID."""
    driver = start(str(program))
    driver.expect(r"售票员 PID (\d+)\s")
    assert driver.match
    return driver, int(driver.match.group(1))


@pytest.mark.parametrize("bus", BUSES)
def test_signals_to_a_pid(start: Start, ended: End, tmp_path: Path, bus: str) -> None:
    program = Path(shutil.copy(ROOT / f"reference/{bus}.py", tmp_path))  # one file is all that it needs
    driver, conductor = board(start, program)
    assert proc.children(driver.pid) == [conductor]
    for pid, sent, message in (
        (conductor, signal.SIGINT, DEPARTURE),
        (conductor, signal.SIGQUIT, SEATBELT),
        (conductor, signal.SIGINT, DEPARTURE),
    ):
        os.kill(pid, sent)
        driver.expect_exact(message)
    os.kill(conductor, signal.SIGSTOP)
    proc.until(lambda: proc.state(conductor) == "T")
    os.kill(driver.pid, signal.SIGTSTP)
    proc.until(lambda: signal.SIGUSR1 in proc.pending(conductor))
    proc.until(lambda: proc.state(driver.pid) == "S")  # it waits for the conductor
    os.kill(conductor, signal.SIGCONT)
    shown = ended(driver)
    assert shown.count(ARRIVAL) == 1
    assert DEPARTURE not in shown
    assert driver.exitstatus == 0


@pytest.mark.parametrize("bus", BUSES)
def test_keys(start: Start, ended: End, bus: str) -> None:
    driver, _ = board(start, ROOT / f"reference/{bus}.py")
    for key, message in (("\x03", DEPARTURE), ("\x1c", SEATBELT), ("\x03", DEPARTURE), ("\x1a", ARRIVAL)):
        driver.send(key)
        driver.expect_exact(message)
    shown = ended(driver)
    assert not any(message in shown for message in (DEPARTURE, SEATBELT, ARRIVAL))
    assert driver.exitstatus == 0


@pytest.mark.parametrize("bus", BUSES)
@pytest.mark.parametrize("early", [signal.SIGINT, signal.SIGTSTP])
def test_signal_at_the_first_moment(start: Start, ended: End, bus: str, early: signal.Signals) -> None:
    """As soon as there is a conductor no signal may be lost or kill, though no handler may be in place yet."""
    driver = start(str(ROOT / f"reference/{bus}.py"))
    deadline = time.monotonic() + 20
    while not (conductors := proc.children(driver.pid)):
        assert time.monotonic() < deadline
    if early == signal.SIGINT:
        os.kill(conductors[0], early)
        driver.expect_exact(DEPARTURE)
    os.kill(driver.pid, signal.SIGTSTP)
    driver.expect_exact(ARRIVAL)
    ended(driver)
    assert driver.exitstatus == 0


@pytest.mark.parametrize("bus", BUSES)
def test_driver_leaves_when_the_conductor_is_gone(start: Start, ended: End, bus: str) -> None:
    driver, conductor = board(start, ROOT / f"reference/{bus}.py")
    os.kill(conductor, signal.SIGKILL)
    ended(driver)
    assert driver.exitstatus == 0


@pytest.mark.parametrize("bus", BUSES)
def test_grade_gives_full_marks(bus: str) -> None:
    """Every check passes, those worth no points included."""
    grade = [sys.executable, "-c", "import sys; from grader.cli import main; sys.exit(main())"]
    done = subprocess.run(
        [*grade, f"reference/{bus}.py", "--json", "-"], cwd=ROOT, capture_output=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr.decode()
    (result,) = json.loads(done.stdout)["results"]
    assert result["score"] == result["max_score"] == 100
    assert {check["status"] for check in result["checks"]} == {"pass"}
    assert len(result["checks"]) == 13


@pytest.mark.parametrize("bus", BUSES)
def test_is_written_for_python_3_8(bus: str) -> None:
    ast.parse((ROOT / f"reference/{bus}.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("bus", BUSES)
def test_no_signal_is_lost_in_a_hurry(start: Start, ended: End, bus: str) -> None:
    """Each signal comes while the one before is still being handled: nothing may be noted without anybody waking."""
    driver, _ = board(start, ROOT / f"reference/{bus}.py")
    for _ in range(100):
        driver.send("\x03\x1c")
        driver.expect_exact([DEPARTURE, SEATBELT])
        driver.expect_exact([DEPARTURE, SEATBELT])
    driver.send("\x1a")
    driver.expect_exact(ARRIVAL)
    ended(driver)
    assert driver.exitstatus == 0
