"""What every topic stands on: waits that end, and a clean end after Ctrl+C. Each is started by :func:`run`."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from reference import proc
from reference.words import say

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: Seconds after which a wait that should have ended long ago is given up. Only a defect gets there, or a machine so
#: busy that nothing can be shown on it.
DEADLINE = 20.0


def receive(end: Connection) -> Any:
    """The next object from a pipe.

    Raises TimeoutError if none comes within the deadline, and EOFError if none can come any more.
    """
    if not end.poll(DEADLINE):
        raise TimeoutError(f"nothing received in {DEADLINE:g} s")
    return end.recv()


class Worker(Protocol):
    """A thread or a process, as far as waiting for it goes."""

    name: str

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end."""

    def is_alive(self) -> bool:
        """Whether it still runs."""


def join_all(*workers: Worker) -> None:
    """Join threads or processes, each within the deadline.

    Raises TimeoutError if one is still running then.
    """
    for worker in workers:
        worker.join(DEADLINE)
        if worker.is_alive():
            raise TimeoutError(f"{worker.name} has not ended after {DEADLINE:g} s")


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Keep Ctrl+C waiting while a program is started: it inherits that, and is spared a traceback from its imports.

    It may lift that for itself when it is ready, and gets then what came meanwhile.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def prepare() -> None:
    """Make good what the caller may have left us, and no topic expects."""
    # Ignored, it would have the kernel reap our children, and nobody learns how they ended (see signals.sigchld).
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for an encoding that lacks Chinese


def run(main: Callable[[], None]) -> None:
    """Run a topic; afterwards no child is left, whether it ended well, by an error or by Ctrl+C.

    Ctrl+C reaches the forked children too. They take no notice, so that none dies with a lock in its hand or a
    traceback on the screen; the topic's own process unwinds, ends them, and then dies of SIGINT itself, as a shell
    expects.
    Raises RuntimeError if the topic came to its end and forgot a child or an open file.
    """
    prepare()
    owner = os.getpid()
    open_before = proc.descriptors()
    pressed: list[float] = []

    def interrupt(_sig: int, _frame: FrameType | None) -> None:
        # Pressed twice in a hurry, or sent once by the terminal and once by --all: that must not cut cleaning short.
        if os.getpid() == owner and (not pressed or time.monotonic() > pressed[-1] + 1):
            pressed.append(time.monotonic())
            raise KeyboardInterrupt

    def unraisable(problem: UnraisableHookArgs) -> None:
        # An exception raised while an object is being destroyed is lost; `pressed` has not forgotten.
        if problem.exc_type is not KeyboardInterrupt:
            sys.__unraisablehook__(problem)

    sys.unraisablehook = unraisable
    signal.signal(signal.SIGINT, interrupt)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # who started us may have held it, as --all does
        main()
        if pressed:
            raise KeyboardInterrupt
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # too late now, it is done
        complain_if_forgetful(open_before)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        proc.end_children()
        say("\n已中断，子进程已全部结束", "\nInterrupted; every child process has been ended")
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(owner, signal.SIGINT)
    finally:
        proc.end_children()


def complain_if_forgetful(open_before: set[tuple[int, str]]) -> None:
    """Raise RuntimeError if a child is left, or a descriptor open that was not so before."""
    gc.collect()  # what only garbage still holds is not forgotten
    if children := proc.children():
        raise RuntimeError(f"children left behind: {children}")
    # multiprocessing keeps the memory behind Value and Array ("pym-…"), and a pipe to each of its own servants.
    left_open = {each for each in proc.descriptors() - open_before if "/pym-" not in each[1]}
    if len(left_open) > len(proc.servants()):
        raise RuntimeError(f"descriptors left open: {left_open}")
