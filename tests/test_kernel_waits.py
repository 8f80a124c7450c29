"""In which waits a process is met, and when they end by themselves."""

from __future__ import annotations

import math
import os
import signal
import time

import pytest

from grader.kernel import proc

from .victims import asleep, line, until, victim, waiting_in

BY_SIGNAL = ["pause", "sigwait", "wait"]
ENDLESS = [*BY_SIGNAL, "poll", "epoll", "select", "lock", "read", "write", "semaphore", "accept", "recv"]
UNTOLD = ["poll-timeout", "epoll-timeout", "select-timeout", "sigtimedwait", "alarm"]


@pytest.mark.parametrize("way", ENDLESS)
def test_a_wait_without_end(way: str) -> None:
    with victim("waits_somehow.py", way) as started:
        line(started)
        found = asleep(started.pid)
        assert found.wakes == math.inf
        assert found.places == asleep(started.pid).places
        for child in proc.descendants(started.pid):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("way", UNTOLD)
def test_a_wait_whose_end_cannot_be_told(way: str) -> None:
    with victim("waits_somehow.py", way) as started:
        line(started)
        call = {"alarm": "pause", "sigtimedwait": "rt_sigtimedwait"}.get(way)
        until(lambda: asleep(started.pid).threads[0].call is not None)
        if call:
            waiting_in(started.pid, call)
        assert asleep(started.pid).wakes == -math.inf


@pytest.mark.parametrize("way", ["sleep", "lock-timeout"])
def test_a_wait_whose_end_is_known(way: str) -> None:
    """1000 seconds from a moment between the one the victim says and now; sys.version_info: clock_nanosleep."""
    with victim("waits_somehow.py", way) as started:
        before = float(line(started))
        found = asleep(started.pid)
        assert before + 1000 <= found.wakes <= time.monotonic() + 1000
