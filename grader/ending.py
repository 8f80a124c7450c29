"""The end of a launch: everything killed, everything reaped, nothing left on disk. Only here is anything killed."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from grader.kernel import proc

_DEADLINE = 10.0  # seconds, for what SIGKILL ends at once unless it is stuck in the kernel
_GRACE = 1.0  # seconds for the stand-in to reap what was killed; it does so at once unless the program stopped it
_LOOK = 0.5  # seconds between looks for a signal that came just before a wait
_INTERRUPTIONS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM})  # the last: see worker.py

Item = TypeVar("Item")


@contextlib.contextmanager
def uninterrupted(only: Collection[signal.Signals] = _INTERRUPTIONS) -> Iterator[None]:
    """What is done within is done whole: a signal that is to end the grader takes effect after it.

    Half a beginning would leave a folder that nobody knows of yet, half an end processes that nobody kills.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, only)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def interruptible(done: queue.SimpleQueue[Item]) -> Item:
    """The next item of that queue, whenever it comes, or KeyboardInterrupt.

    A signal that arrives between Python's last look and the system call that waits is noticed when that returns, so it
    has to return now and then.
    """
    while True:
        with contextlib.suppress(queue.Empty):
            return done.get(timeout=_LOOK)


def reaped(pid: int) -> None:
    """Wait for a child of this process; it may be none any more."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def end(shell: int, spared: Iterable[int], reap: Callable[[int], None] = reaped) -> None:
    """End the stand-in for a shell and all that is below it. The caller has let go of what it traced.

    `spared` are the children of the grader that belong to something else. Any other is an orphan of a program that has
    killed its stand-in, so that it was handed to the grader. `reap` has the stand-in waited for by its parent.
    RuntimeError if something cannot be killed.
    """
    deadline = time.monotonic() + _DEADLINE
    seen = _kill_below(shell, deadline)
    _await_end(shell, min(deadline, time.monotonic() + _GRACE))  # it ends once it has reaped them all
    with contextlib.suppress(ProcessLookupError):
        os.kill(shell, signal.SIGKILL)
    _await_end(shell, deadline)
    _reap(seen)  # most were, by the stand-in
    end_orphans(spared)
    reap(shell)


def end_orphans(spared: Iterable[int]) -> None:
    """End what was handed to this process because those above it are gone; `spared` as for `end`. RuntimeError."""
    deadline = time.monotonic() + _DEADLINE
    for orphan in set(proc.children(os.getpid())) - set(spared):
        _reap(_kill_below(orphan, deadline) | _kill([orphan], deadline))


def _reap(pids: Iterable[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _kill_below(root: int, deadline: float) -> set[int]:
    """Kill all descendants. The list is taken again until it is empty: a process may fork while its siblings are
    killed. All are stopped before the first is killed, so the rounds come to an end.
    """
    seen: set[int] = set()
    while living := [pid for pid in proc.descendants(root) if proc.is_alive(pid)]:
        seen |= _kill(living, deadline)
        if time.monotonic() > deadline:
            raise RuntimeError(f"cannot be killed: {living}")
    return seen


def _kill(pids: Iterable[int], deadline: float) -> set[int]:
    for signum in (signal.SIGSTOP, signal.SIGKILL):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)
    for pid in pids:
        _await_end(pid, deadline)
    return set(pids)


def _await_end(pid: int, deadline: float) -> None:
    """Until it has ended: a pidfd becomes readable then."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Remove a folder and what is in it, whatever a program made of it: folders locked, or nested thousands deep, where
    shutil.rmtree gives up with RecursionError before Python 3.13.
    """
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False)
