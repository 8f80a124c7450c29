"""Homework 2, the bus (司机和售票员): model answer with ``os.fork``.

公交车，os.fork 版：与 bus.py 同一出戏，Process 和 join 换成 fork 和 waitpid，其余要自己操心。

The same play as ``bus.py`` (read that one first), one level lower: ``os.fork`` instead of ``Process``, ``os.waitpid``
instead of ``join``. What ``multiprocessing`` did for us is now ours to do: leave the child by ``os._exit`` so that it
never runs on into the parent's code, flush before that, notice its end, and reap it.

Errata: the notes write SIGUSER1 and SIGUSER2; the signals are called SIGUSR1 and SIGUSR2.
Source: fork(2), waitpid(2), signal(7), and https://docs.python.org/3/library/os.html#os.fork. Python 3.8 or later.
"""

from __future__ import annotations

import os
import select
import signal
import traceback
from types import FrameType

# Every signal that the homework plays with.
PLAY = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2}


def say(text: str) -> None:
    """Print a line at once. Nothing may wait in the buffer at a fork: the child would print it a second time."""
    print(text, flush=True)


def hang_up_a_bell() -> int:
    """Have Python write a byte into a pipe whenever a signal comes (see ``bus.py``). Returns the end to read from."""
    bell, clapper = os.pipe()
    os.set_blocking(clapper, False)
    signal.set_wakeup_fd(clapper)
    return bell


def conductor(driver_pid: int) -> None:
    """The child: pass SIGINT and SIGQUIT on to the driver, get off when the driver says so. Never returns."""

    def pass_on(sig: int, _frame: FrameType | None) -> None:
        # One function for two signals: ``sig`` tells which one came.
        os.kill(driver_pid, signal.SIGUSR1 if sig == signal.SIGINT else signal.SIGUSR2)

    def get_off(_sig: int, _frame: FrameType | None) -> None:
        say("到站了请下车")
        os._exit(0)

    signal.signal(signal.SIGINT, pass_on)
    signal.signal(signal.SIGQUIT, pass_on)
    signal.signal(signal.SIGUSR1, get_off)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # Ctrl+Z reaches both processes and is the driver's
    bell = hang_up_a_bell()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PLAY)
    while True:
        os.read(bell, 1)


def driver(conductor_pid: int, lifeline: int) -> None:
    """The parent: announce what the conductor reports, say when the bus arrives, leave last."""

    def announce(sig: int, _frame: FrameType | None) -> None:
        say("老司机开车了" if sig == signal.SIGUSR1 else "车速有点快，系好安全带")

    def arrive(_sig: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # a bus arrives once
        os.kill(conductor_pid, signal.SIGUSR1)

    say(f"司机 PID {os.getpid()}，售票员 PID {conductor_pid}")
    signal.signal(signal.SIGUSR1, announce)
    signal.signal(signal.SIGUSR2, announce)
    signal.signal(signal.SIGTSTP, arrive)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C and Ctrl+\ reach both processes and are the conductor's
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    bell = hang_up_a_bell()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PLAY)
    # Sleep until the bell rings, or the lifeline ends because nobody holds its other end any more.
    while bell in select.select([bell, lifeline], [], [])[0]:
        os.read(bell, 1)
    os.waitpid(conductor_pid, 0)  # the conductor leaves first, and leaves no zombie


def main() -> None:
    """Block the signals of the play, so that none arrives before its handler; then become two processes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, PLAY)
    driver_pid = os.getpid()
    lifeline, held_by_conductor = os.pipe()
    pid = os.fork()
    if pid == 0:  # fork returns twice: 0 in the child, the child's PID in the parent
        try:
            conductor(driver_pid)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)  # only an error gets here; the child must not go on as a second driver
    os.close(held_by_conductor)  # now the conductor alone holds it, and lets go of it at its end
    driver(pid, lifeline)


if __name__ == "__main__":
    main()
