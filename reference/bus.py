"""Homework 2, the bus (司机和售票员): model answer with ``multiprocessing``.

公交车，multiprocessing 版：司机是父进程，售票员是子进程，用信号对话；售票员先下车，然后司机下车。

The driver (司机) is the process you start, the conductor (售票员) is its child::

    SIGINT   -> conductor, sends SIGUSR1 to the driver,    who prints  老司机开车了
    SIGQUIT  -> conductor, sends SIGUSR2 to the driver,    who prints  车速有点快，系好安全带
    SIGTSTP  -> driver,    sends SIGUSR1 to the conductor, who prints  到站了请下车 and gets off; then the driver does

Run ``python bus.py`` and type ``kill -INT PID`` and so on in a second terminal, or press Ctrl+C, Ctrl+\\, Ctrl+Z here.

Errata: the notes write SIGUSER1 and SIGUSER2; the signals are called SIGUSR1 and SIGUSR2.
Source: signal(7), and https://docs.python.org/3/library/multiprocessing.html. Python 3.8 or later.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
from types import FrameType

# Every signal that the homework plays with.
PLAY = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2}


def say(text: str) -> None:
    """Print a line at once. Without ``flush`` it stays in a buffer when the output is not a terminal."""
    print(text, flush=True)


def hang_up_a_bell() -> int:
    """Have Python write a byte into a pipe whenever a signal comes. Returns the end to read from.

    ``while True: signal.pause()`` would do nearly always. But a signal that comes when the last handler is done and
    ``pause`` is not asleep yet wakes nobody, and is handled one signal late: ``python -m reference signals.pause``
    shows it. A byte in a pipe waits for its reader.
    """
    bell, clapper = os.pipe()
    os.set_blocking(clapper, False)
    signal.set_wakeup_fd(clapper)
    return bell


def conductor(driver_pid: int) -> None:
    """The child: pass SIGINT and SIGQUIT on to the driver, get off when the driver says so."""

    def depart(_sig: int, _frame: FrameType | None) -> None:
        os.kill(driver_pid, signal.SIGUSR1)

    def speed_up(_sig: int, _frame: FrameType | None) -> None:
        os.kill(driver_pid, signal.SIGUSR2)

    def get_off(_sig: int, _frame: FrameType | None) -> None:
        say("到站了请下车")
        sys.exit(0)

    signal.signal(signal.SIGINT, depart)
    signal.signal(signal.SIGQUIT, speed_up)
    signal.signal(signal.SIGUSR1, get_off)
    # A key goes to both processes; Ctrl+Z is the driver's. By default it would put the conductor to sleep.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    bell = hang_up_a_bell()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PLAY)  # ready: what came in the meantime is handled here
    while True:
        os.read(bell, 1)  # sleeps in the kernel until the next signal; get_off() ends it


def main() -> None:
    """The parent: the driver."""
    # A signal may come before its handler is there, and would then do its default, which is to kill. So block them
    # all first: the kernel keeps a blocked signal until it is unblocked. The child inherits the block, and each of the
    # two lifts its own when its handlers are in place.
    signal.pthread_sigmask(signal.SIG_BLOCK, PLAY)

    # "fork" is said, not left to the default: from Python 3.14 the default on Linux is "forkserver", and neither the
    # block nor os.getppid() would then be what this program thinks.
    child = multiprocessing.get_context("fork").Process(target=conductor, args=(os.getpid(),), name="售票员")
    child.start()
    assert child.pid is not None  # known as soon as it is started; this line is for the type checker

    def drive(_sig: int, _frame: FrameType | None) -> None:
        say("老司机开车了")

    def warn(_sig: int, _frame: FrameType | None) -> None:
        say("车速有点快，系好安全带")

    def arrive(_sig: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # a bus arrives once; the conductor may be gone the next time
        os.kill(child_pid, signal.SIGUSR1)

    child_pid = child.pid
    say(f"司机 PID {os.getpid()}，售票员 PID {child_pid}")
    signal.signal(signal.SIGUSR1, drive)
    signal.signal(signal.SIGUSR2, warn)
    signal.signal(signal.SIGTSTP, arrive)
    # Ctrl+C and Ctrl+\ are the conductor's. By default they would kill the driver.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    bell = hang_up_a_bell()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PLAY)

    # Sleep until the bell rings or the child ends (that is what its sentinel tells). No time-out: the conductor leaves
    # first, however long that takes. Only then join() reaps it, and the driver leaves.
    while bell in multiprocessing.connection.wait([bell, child.sentinel]):
        os.read(bell, 1)
    child.join()


if __name__ == "__main__":
    main()
