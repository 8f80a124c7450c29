"""The fork server that starts programs: what becomes of it, and of those who need it."""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from grader import shells
from grader.forkserver import Order
from grader.kernel import proc
from grader.shells import OWN, Shells

from .launching import launcher
from .victims import until

pytestmark = pytest.mark.usefixtures("reaps_all")


@pytest.fixture
def server() -> Iterator[Shells]:
    with Shells() as up:
        yield up
    assert not OWN


def launches(server: Shells) -> int:
    """Launch something; the pid of the fork server that did."""
    with replace(launcher("print('it runs')"), shells=server).started() as terminal:
        return parent(terminal.shell)


def parent(pid: int) -> int:
    found = proc.process(pid)
    assert found
    return found.parent


def test_nothing_is_started_before_there_is_something_to_launch() -> None:
    with Shells():
        assert not OWN


def test_one_server_for_one_launch_after_the_other(server: Shells) -> None:
    assert launches(server) == launches(server)
    assert len(OWN) == 1


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_server_that_a_program_has_killed_or_stopped_is_replaced(
    server: Shells, signum: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shells, "_DEADLINE", 1.0)
    before = launches(server)
    os.kill(before, signum)
    until(lambda: proc.state(before, before) in ("Z", "T"))
    assert launches(server) != before
    assert not proc.is_alive(before)


def test_a_stand_in_whose_server_is_killed_ends_and_is_reaped(server: Shells) -> None:
    with (
        pytest.raises(shells.ServerKilledError),
        replace(launcher("input()"), shells=server).started() as terminal,
    ):
        os.kill(parent(terminal.shell), signal.SIGKILL)
        until(lambda: not proc.is_alive(terminal.shell))
    assert proc.exit_code(terminal.shell) is None, "no zombie of it"
    assert launches(server)


def test_a_server_that_gives_a_wrong_answer_is_replaced(server: Shells) -> None:
    """Without walls a program of the same user may write into its pipe."""
    before = launches(server)
    with Path(f"/proc/{before}/fd/1").open("wb") as answers:
        answers.write(marshal.dumps(7))
    made = replace(launcher("print('it runs')"), shells=server)
    with pytest.raises(OSError), made.started():
        pass
    with made.started() as terminal:
        assert parent(terminal.shell) != before
    assert not proc.is_alive(before)


def test_what_it_has_started_without_saying_so_is_ended(server: Shells, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs, and is in its control group, when the grader learns that something is wrong."""
    real, answers = marshal.load, []

    def load(file: IO[bytes]) -> object:
        answers.append(real(file))
        return 7

    monkeypatch.setattr(marshal, "load", load)
    with pytest.raises(OSError), replace(launcher("input()"), shells=server).started():
        pass
    ((started, _shell, driver),) = answers
    assert started
    assert not proc.is_alive(driver)


def test_whatever_keeps_a_program_from_being_executed_is_told(server: Shells) -> None:
    master, slave = os.openpty()
    order: Order = (["true"], "/", {"NAME": "nul\0"}, os.ttyname(slave), [], [], False)
    with pytest.raises(OSError, match="Invalid argument"):
        server.start(order)
    os.close(master)
    os.close(slave)


def test_two_servers_leave_each_others_programs_alone(server: Shells) -> None:
    with Shells() as other, replace(launcher("input()"), shells=other).started() as terminal:
        launches(server)
        assert proc.is_alive(terminal.driver or 0)


def test_what_cannot_be_started_is_told_and_leaves_nothing(server: Shells) -> None:
    made = replace(launcher(""), shells=server)
    for _ in range(2):
        with pytest.raises(PermissionError, match="/etc/passwd"), replace(made, python="/etc/passwd").started():
            pass
    (left,) = OWN
    assert not proc.descendants(left)


def test_no_server_outlives_its_process() -> None:
    code = """
import os, signal
from grader.shells import Shells
server, (_master, slave) = Shells(), os.openpty()
shell, sleep = server.start((["sleep", "60"], "/", {}, os.ttyname(slave), [], [], False))
from grader.kernel import proc
print(proc.process(shell).parent, shell, sleep, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    for pid in map(int, done.stdout.split()):
        os.waitpid(pid, 0)  # it has come here; the command by the hang-up of its terminal
