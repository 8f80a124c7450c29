"""What the kernel lets the grader see and hold of a process that it started."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from grader.doctor import Finding, Probe, first_readable
from grader.errors import reason
from grader.kernel.freezing import Denied, Freeze
from grader.text import T

_PATIENCE = 2.0  # seconds for a child to be stopped or ended
_CHILD = ("sleep", "60")
_SCOPE = "/proc/sys/kernel/yama/ptrace_scope"


@contextlib.contextmanager
def _child() -> Iterator[int]:
    """The pid of a process that does nothing; gone afterwards."""
    with subprocess.Popen(
        _CHILD, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            yield child.pid
        finally:
            child.kill()


def pidfd() -> Finding:
    """Signals sent, and ends awaited, without a race for the pid."""
    name = T("pidfd")
    try:
        with _child() as pid:
            handle = os.pidfd_open(pid)
            try:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                ended = bool(poll.poll(_PATIENCE * 1000))
            finally:
                os.close(handle)
    except OSError as error:
        remedy = T(
            "Linux 5.3 or later has it; a container's seccomp profile may forbid it: update the container runtime."
        )
        return Finding(
            name=name, ok=False, detail=T("denied: {reason}", reason=reason(error)), needed=True, remedy=remedy
        )
    return Finding(name=name, ok=ended, detail=T("works") if ended else T("shows no end"), needed=True)


def proc() -> Finding:
    """Signal masks, system calls and processor time of another process of the same user."""
    with _child() as pid:
        hidden = [name for name in ("status", "stat", "syscall", "wchan", "schedstat") if not _readable(pid, name)]
    return Finding(
        name=T("/proc"),
        ok="status" not in hidden and "stat" not in hidden,
        detail=T("cannot be read: {names}", names=", ".join(hidden)) if hidden else T("readable"),
        needed=True,
        remedy=T("Mount it in full: mount -t proc proc /proc"),
    )


def _readable(pid: int, name: str) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/{name}").read_bytes())
    except OSError:
        return False


def ptrace() -> Finding:
    """Holding a process still: really done, with the grader's own code, to a process of its own."""
    name = T("ptrace")
    found = first_readable([_SCOPE])
    scope = T("yama ptrace_scope {scope}", scope=found) if found else T("no yama")
    try:
        with _child() as pid, Freeze(pid) as freeze:
            deadline = time.monotonic() + _PATIENCE
            while not (held := freeze.advance()) and time.monotonic() < deadline:
                time.sleep(0.001)  # that a thread has stopped is told to waitpid(2) only, which has no deadline
    except Denied as error:
        return Finding(
            name=name,
            ok=False,
            detail=T("denied ({errno}; {scope})", errno=error.errno, scope=scope),
            needed=True,
            remedy=T("sudo sysctl -w kernel.yama.ptrace_scope=1; in a container: docker run --cap-add=SYS_PTRACE"),
        )
    detail = T("works ({scope})", scope=scope) if held else T("a process was seized but did not stop")
    return Finding(name=name, ok=held, detail=detail, needed=True)


PROBES: tuple[Probe, ...] = (pidfd, proc, ptrace)
