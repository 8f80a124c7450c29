"""Ctrl+C in the middle of a topic: it ends by SIGINT, in silence, and nothing of it is left.

That no process is left is asserted by the ``start`` fixture.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference import proc
from reference.catalog import TOPICS

if TYPE_CHECKING:
    import pexpect

Start = Callable[..., "pexpect.spawn[str]"]
End = Callable[["pexpect.spawn[str]"], str]
RUNNABLE = [topic.name for topic in TOPICS if not topic.interactive]


def importing(parent: int, program: str) -> bool:
    """Whether a child of a process is an interpreter that was started for a program, and has SIGINT's handler by now.

    That is the moment at which Ctrl+C would show a traceback from the imports.
    """
    for child in proc.children(parent):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            status = Path(f"/proc/{child}/status").read_text(encoding="utf-8", errors="replace").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        caught = next((int(line.split()[1], 16) for line in status if line.startswith("SigCgt:")), 0)
        if program.encode() in command and caught >> (signal.SIGINT - 1) & 1:
            return True
    return False


@pytest.mark.parametrize("moment", ["── ", r"\r\n    \w+ = "], ids=["at-once", "later"])
@pytest.mark.parametrize("topic", RUNNABLE)
def test_ctrl_c(start: Start, ended: End, topic: str, moment: str) -> None:
    child = start("-m", "reference", topic)
    child.expect(moment)
    child.send("\x03")
    shown = ended(child)
    # A short topic may have been at its end already.
    assert child.signalstatus == signal.SIGINT or child.exitstatus == 0, shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("topic", ["signals.alarm", "threads.cores"])
def test_ctrl_c_does_interrupt(start: Start, ended: End, topic: str) -> None:
    child = start("-m", "reference", topic)
    child.expect(r"\r\n    \w+ = ")  # the first fact; a second and more of work is still to come
    child.send("\x03")
    ended(child)
    assert child.signalstatus == signal.SIGINT


def test_ctrl_c_ends_all(start: Start, ended: End) -> None:
    child = start("-m", "reference", "--all")
    child.expect("── processes.pool ──")
    child.send("\x03")
    shown = ended(child)
    assert child.exitstatus == 130
    assert "── bus_ride ──" not in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("argument", "program", "status"),
    [
        ("processes.start_methods", "--multiprocessing-fork", -signal.SIGINT),
        ("bus_ride", "bus.py", -signal.SIGINT),
        ("bus_ride", "bus_keyboard.py", -signal.SIGINT),
        ("--all", "processes.objects", 130),
        ("--all", "ipc.pipe", 130),
    ],
)
def test_ctrl_c_while_an_interpreter_starts(start: Start, ended: End, argument: str, program: str, status: int) -> None:
    child = start("-m", "reference", argument)
    proc.until(lambda: importing(child.pid, program))
    child.send("\x03")
    shown = ended(child)
    assert (-child.signalstatus if child.signalstatus else child.exitstatus) == status, shown
    assert "Traceback" not in shown


def test_ctrl_c_while_a_thread_sends(start: Start, ended: End) -> None:
    child = start("-m", "reference", "network.tcp")
    child.expect("── ")
    tasks = Path(f"/proc/{child.pid}/task")
    deadline = time.monotonic() + 20
    while tasks.exists() and len(list(tasks.iterdir())) == 1 and proc.state(child.pid) != "Z":
        assert time.monotonic() < deadline
    child.send("\x03")
    shown = ended(child)
    assert child.signalstatus == signal.SIGINT or child.exitstatus == 0, shown
    assert "Traceback" not in shown
