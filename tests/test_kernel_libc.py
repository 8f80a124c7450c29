"""The system calls Python has no function for."""

from __future__ import annotations

import errno
import os
import signal
import subprocess

import pytest

from grader.kernel import libc
from grader.kernel.freezing import Freeze
from grader.kernel.libc import Sender
from grader.kernel.prctl import prctl

from .victims import line, until, victim


def test_an_error_carries_its_number() -> None:
    with pytest.raises(OSError) as refused:
        libc.ptrace(libc.PTRACE_SEIZE, os.getpid())  # nobody traces itself
    assert refused.value.errno == errno.EPERM
    with pytest.raises(OSError) as unknown:
        prctl(123456, 0)
    assert unknown.value.errno == errno.EINVAL


def test_senders_oldest_first() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        with Freeze(started.pid) as freeze:
            until(freeze.advance)
            started.send_signal(signal.SIGTERM)
            started.send_signal(signal.SIGUSR1)
            assert list(libc.pending_senders(started.pid)) == [
                Sender(signal.SIGTERM, os.getpid()),
                Sender(signal.SIGUSR1, os.getpid()),
            ]


def test_no_sender_of_one_that_is_not_held() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        with pytest.raises(OSError) as refused:
            libc.pending_senders(started.pid)
        assert refused.value.errno == errno.ESRCH


@pytest.mark.parametrize(("how", "status"), [("0", 0), ("7", 7 << 8), ("SIGKILL", 9), ("SIGUSR1", 10)])
def test_how_a_process_has_ended_is_told_after_it_was_reaped_too(how: str, status: int) -> None:
    command = f"read go; exit {how}" if how.isdigit() else f"read go; kill -{how.removeprefix('SIG')} $$"
    with subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE) as child:
        pidfd = os.pidfd_open(child.pid)
        try:
            assert libc.exit_status(pidfd) is None  # it lives
            child.communicate(b"go\n")
            told = libc.exit_status(pidfd)
        finally:
            os.close(pidfd)
    assert child.returncode == os.waitstatus_to_exitcode(status)
    if told is None:
        pytest.skip("before Linux 6.15 a pidfd does not tell how its process ended")
    assert told & ~0x80 == status  # without the bit for a core dump


def test_no_status_of_what_is_no_pidfd() -> None:
    with open(os.devnull) as file:  # noqa: PTH123
        assert libc.exit_status(file.fileno()) is None
