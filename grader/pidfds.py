"""The processes of a launch by their pidfds: who is there, and who has ended in which order.

One epoll holds them all, and the terminal beside them: its ready list keeps the order of the ends (pidfd_open(2),
epoll(7)). A pid may be another process by now; a pidfd never is.
"""

from __future__ import annotations

import os
import select
import signal

from grader.kernel import libc, proc
from grader.kernel.process import Process


class Pidfds:
    """A live thing: a pidfd for every process that was met and has not ended."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._epoll = select.epoll()
        self._epoll.register(terminal, select.EPOLLIN)
        self._handles: dict[int, int] = {}
        self._starts: dict[int, int] = {}

    def __contains__(self, pid: object) -> bool:
        """Whether that process was met and has not ended."""
        return pid in self._handles

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._handles)

    def close(self) -> None:
        """Let go of all."""
        for handle in self._handles.values():
            os.close(handle)
        self._epoll.close()

    @property
    def fileno(self) -> int:
        """Readable when the terminal is, or a process has ended."""
        return self._epoll.fileno()

    def has_met(self, pid: int) -> bool:
        """Whether it was ever met."""
        return pid in self._starts

    def meet(self, seen: Process) -> bool:
        """Watch for its end; False where it has ended and is gone, or was met before and is a zombie since."""
        try:
            handle = os.pidfd_open(seen.pid)
        except ProcessLookupError:
            return False
        if self._starts.get(seen.pid) == seen.start:
            os.close(handle)
            return False
        self._starts[seen.pid] = seen.start
        self._handles[seen.pid] = handle
        self._epoll.register(handle, select.EPOLLIN)
        return True

    def ready(self, timeout: float = 0.0) -> list[int]:
        """The pids of those that have ended, in the order of their ends; waits up to `timeout` seconds for one."""
        handles = [handle for handle, _events in self._epoll.poll(timeout) if handle != self._terminal]
        owners = {handle: pid for pid, handle in self._handles.items()} if handles else {}
        return [owners[handle] for handle in handles]

    def release(self, pid: int) -> int | None:
        """Let go of one that has ended. Returns its wait(2) status; None where nobody knows it any more.

        Of a zombie /proc knows it, of a process reaped already the pidfd does; it may be reaped between the two.
        """
        handle = self._handles.pop(pid)
        asked = (libc.exit_status(handle) if ask else proc.exit_code(pid) for ask in (True, False, True))
        status = next((each for each in asked if each is not None), None)
        self._epoll.unregister(handle)
        os.close(handle)
        return status

    def hang_up(self) -> None:
        """Nobody has the terminal open any more: it would be reported again and again."""
        self._epoll.unregister(self._terminal)

    def send(self, pid: int, signum: int) -> bool:
        """Send a signal to a process; False where it has ended."""
        handle = self._handles.get(pid)
        if handle is None:
            return False
        try:
            signal.pidfd_send_signal(handle, signum)
        except ProcessLookupError:
            return False
        return True
