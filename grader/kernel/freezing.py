"""Holding one process still, unnoticed.

SIGSTOP would do it too, but raises SIGCHLD in the parent, and some honest drivers leave at any SIGCHLD. PTRACE_SEIZE
and PTRACE_INTERRUPT stop every thread without a signal and without telling the parent (ptrace(2)); PTRACE_DETACH lets
go. A system call that was interrupted is started again by the kernel, or by Python (PEP 475) where the kernel returns
EINTR.

All calls for one process have to come from one thread of the grader: the kernel knows the tracer by its thread.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal

from grader.kernel import libc, proc

_EVENT_STOP = 128  # PTRACE_EVENT_STOP


class Denied(Exception):  # noqa: N818 - what ptrace(2) calls it
    """The process cannot be traced: it made itself undumpable, another tracer has it, or the system forbids it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.errno = errno.errorcode.get(error.errno or 0, "?")


class Freeze:
    """All threads of a process seized; a context manager that lets go of them at the end, whatever happened.

    `advance()` is called until `complete`: stopping a thread that is about to be scheduled takes a moment.
    """

    how = "ptrace"

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.gone = False
        self._stopped: dict[int, int] = {}  # tid -> a signal that was on its way, to be delivered at release
        self._seized: set[int] = set()

    def __enter__(self) -> Freeze:
        self._seize()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _seize(self) -> None:
        """Seize the threads that are not yet: those started since the last look too. Denied where it is refused.

        A thread that has ended cannot be seized and need not be: the main one too, where the others have outlived it.
        """
        for tid in self._tids() - self._seized:
            try:
                libc.ptrace(libc.PTRACE_SEIZE, tid)
            except OSError as error:
                if error.errno == errno.ESRCH:
                    continue
                if not self._ended(tid):
                    self.release()
                    raise Denied(error) from error
                continue
            self._seized.add(tid)
            with contextlib.suppress(OSError):
                libc.ptrace(libc.PTRACE_INTERRUPT, tid)

    def _tids(self) -> set[int]:
        found = proc.process(self.pid)
        if found is None or not found.alive:
            self.gone = True
            return set()
        return {thread.tid for thread in found.threads}

    def _ended(self, tid: int) -> bool:
        found = proc.process(self.pid)
        return found is None or all(thread.tid != tid or thread.state in "ZX" for thread in found.threads)

    def advance(self) -> bool:
        """Take in the threads that have stopped by now; True once every thread has (or the process has ended)."""
        for tid in self._seized - self._stopped.keys():
            self._collect(tid)
        if not self.gone and self._seized <= self._stopped.keys():
            before = set(self._seized)
            self._seize()
            return self.gone or (self._seized == before and bool(before))
        return self.gone

    def _collect(self, tid: int) -> None:
        try:
            found, status = os.waitpid(tid, os.WNOHANG | libc.WALL)
        except ChildProcessError:
            self._forget(tid)
            return
        if not found:
            return
        if os.WIFSTOPPED(status):
            # Either the stop that was asked for, or a signal was just being delivered: it waits until the release.
            asked = status >> 16 == _EVENT_STOP
            self._stopped[tid] = 0 if asked else os.WSTOPSIG(status)
        else:
            self._forget(tid)

    def _forget(self, tid: int) -> None:
        self._seized.discard(tid)
        self._stopped.pop(tid, None)
        if tid == self.pid:
            self.gone = True

    def on_its_way(self) -> int:
        """Signals (a bit mask) that had left the pending set but not arrived when the process was stopped."""
        bits = 0
        for signum in self._stopped.values():
            if signum:
                bits |= 1 << (signum - 1)
        return bits

    def senders(self) -> tuple[libc.Sender, ...]:
        """Who sent the signals that are pending now; empty where the kernel does not tell."""
        tids = sorted(self._stopped, key=lambda tid: tid != self.pid)  # any thread knows those of the process
        try:
            return libc.pending_senders(tids[0]) if tids else ()
        except OSError:
            return ()

    def release_first(self) -> None:
        """Let go of the main thread alone, so that it takes the signals that have come.

        The kernel gives a signal for a process to its main thread if it can (kernel/signal.c, complete_signal), but a
        signal that came while all threads were held goes to whichever runs first. Python's handlers run in the main
        thread only: were another one to take the signal, a main thread blocked in a system call would not notice.
        Where the main thread has ended no handler of Python's will run: whichever thread fetches signals takes it.
        """
        if self.pid in self._seized:
            self._detach(self.pid)

    def taken(self) -> bool:
        """After `release_first`: whether the main thread has taken what had come for it, or cannot."""
        found = proc.process(self.pid)
        if found is None or not found.alive or not found.threads or found.threads[0].tid != self.pid:
            return True
        return not found.shared_pending & ~found.threads[0].blocked

    def release(self) -> None:
        """Let go of every thread that is still held; a second call does nothing."""
        for tid in list(self._seized):
            self._detach(tid)

    def _detach(self, tid: int) -> None:
        """Only a stopped tracee can be let go, so the stop is waited for: it was asked for, and comes, or the end does.

        A thread that was killed meanwhile is the tracer's to reap: left alone it would keep its process from ending.
        One in state D (a parent in vfork(2), say) may never stop: it stays as it is, and is reaped when it has been
        killed.
        """
        signum = self._stopped.get(tid)
        if signum is None and proc.state(self.pid, tid) == "D":
            self._seized.discard(tid)
            return
        while True:
            try:
                if signum is not None:
                    libc.ptrace(libc.PTRACE_DETACH, tid, 0, signum)
                    break
            except OSError:
                pass  # it is not stopped any more: it was killed
            if tid == self.pid:
                for other in self._seized - {tid}:
                    self._detach(other)
            try:
                _found, status = os.waitpid(tid, libc.WALL)
            except ChildProcessError:
                break
            if not os.WIFSTOPPED(status):
                break
            signum = 0 if status >> 16 == _EVENT_STOP else os.WSTOPSIG(status)
        self._seized.discard(tid)
        self._stopped.pop(tid, None)


class Stop(Freeze):
    """The second best: SIGSTOP and SIGCONT, for a process whose parent takes no notice of SIGCHLD.

    Only for one with a single thread: which one takes a signal after SIGCONT cannot be arranged.
    """

    how = "sigstop"

    def _seize(self) -> None:
        if len(self._tids()) > 1:
            raise Denied(OSError(errno.ENOTSUP, "several threads"))
        try:
            os.kill(self.pid, signal.SIGSTOP)
        except ProcessLookupError:
            self.gone = True
        except PermissionError as error:
            raise Denied(error) from error

    def advance(self) -> bool:
        """True once the process is stopped, or has ended."""
        found = proc.process(self.pid)
        self.gone = found is None or not found.alive
        return self.gone or (found is not None and all(thread.state == "T" for thread in found.threads))

    def senders(self) -> tuple[libc.Sender, ...]:
        """Unknown: only a tracer is told."""
        return ()

    def release_first(self) -> None:
        """Nothing: there is one thread only."""

    def taken(self) -> bool:
        """True: the one thread takes all."""
        return True

    def release(self) -> None:
        """SIGCONT; also where the stop has not been carried out yet, which takes it back (signal(7))."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGCONT)
