"""Ctrl+C in the middle of a topic: it ends by SIGINT, in silence, and nothing of it is left.

That no process is left is asserted by the ``start`` fixture.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from reference.catalog import TOPICS

if TYPE_CHECKING:
    import pexpect

Start = Callable[..., "pexpect.spawn[str]"]
End = Callable[["pexpect.spawn[str]"], str]
RUNNABLE = [topic.name for topic in TOPICS if not topic.interactive]


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
