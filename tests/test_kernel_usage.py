"""What real processes have used."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from grader.kernel import proc, usage

from .victims import asleep, line, victim


@pytest.mark.parametrize("measure", [usage.resident, usage.proportional])
def test_memory_in_use(measure: Callable[[int], int]) -> None:
    with victim("holds_memory.py", "1") as small, victim("holds_memory.py", "40") as large:
        assert line(small) == line(large) == "ready"
        more = measure(large.pid) - measure(small.pid)
    assert 35 << 20 < more < 43 << 20


def test_memory_shared_by_two_counts_half_for_each() -> None:
    """What a fork has not written to belongs to both; what each has in sight counts it whole."""
    with victim("shares_memory.py", "40") as started:
        assert line(started) == "ready"
        both = [started.pid, *proc.descendants(started.pid)]
        assert len(both) == 2
        assert all(usage.resident(pid) > 40 << 20 for pid in both)
        assert 40 << 20 < sum(usage.proportional(pid) for pid in both) < 75 << 20
        os.kill(both[1], signal.SIGKILL)


def test_bytes_written() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        asleep(started.pid)
        before = usage.written(started.pid)
        if before is None:
            pytest.skip("this kernel does not count what is written (CONFIG_TASK_IO_ACCOUNTING)")
        started.send_signal(signal.SIGUSR1)
        assert line(started) == "caught"
        assert usage.written(started.pid) == before + len("caught\n")


def test_one_that_is_gone_has_nothing() -> None:
    with victim("spins.py") as started:
        assert line(started) == "ready"
    assert usage.resident(started.pid) == usage.proportional(started.pid) == 0
    assert usage.written(started.pid) is None
