"""Homework 2, the bus (司机和售票员): model answer for the keyboard, with ``sigwait`` instead of handlers.

公交车，键盘版：按键把信号发给前台的每个进程，各取所需；信号一直屏蔽，用 sigwait 逐个取，一个不丢。

A key sends its signal to *every* process of the terminal's foreground group, so driver and conductor both get each::

    Ctrl+C   SIGINT    the conductor's; the driver ignores it
    Ctrl+\\   SIGQUIT   the conductor's; the driver ignores it
    Ctrl+Z   SIGTSTP   the driver's; the conductor ignores it

Keys come as fast as fingers like, and nothing may be lost. Here the signals stay blocked, the kernel keeps them, and
``sigwait`` takes them one by one: the shortest way to wait for signals without losing any. There are no handlers, so
none interrupts another in the middle of its ``print``.

Errata: the notes write SIGUSER1 and SIGUSER2; the signals are called SIGUSR1 and SIGUSR2.
Source: termios(3) (ISIG), sigwait(3), signal(7), credentials(7) (foreground group). Python 3.8 or later.
"""

from __future__ import annotations

import multiprocessing
import os
import signal

CONDUCTOR_WAITS_FOR = {signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1}
# SIGCHLD: so that the driver also wakes when the conductor has gone.
DRIVER_WAITS_FOR = {signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP, signal.SIGCHLD}


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def conductor(driver_pid: int) -> None:
    """The child: pass the keys on to the driver until the driver says that the bus has arrived."""
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    # Exactly what is waited for stays blocked, no more: a signal blocked and never taken would be pending for ever.
    signal.pthread_sigmask(signal.SIG_SETMASK, CONDUCTOR_WAITS_FOR)
    while True:
        sig = signal.sigwait(CONDUCTOR_WAITS_FOR)
        if sig == signal.SIGINT:
            os.kill(driver_pid, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(driver_pid, signal.SIGUSR2)
        else:
            say("到站了请下车")
            return


def main() -> None:
    """The parent: the driver."""
    signal.pthread_sigmask(signal.SIG_SETMASK, CONDUCTOR_WAITS_FOR | DRIVER_WAITS_FOR)
    # "fork" is said because the child has to inherit the block; it is not the default any more from Python 3.14.
    child = multiprocessing.get_context("fork").Process(target=conductor, args=(os.getpid(),), name="售票员")
    child.start()
    assert child.pid is not None  # known as soon as it is started; this line is for the type checker

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, DRIVER_WAITS_FOR)
    say(f"司机 PID {os.getpid()}，售票员 PID {child.pid}")
    say("Ctrl+C 开车    Ctrl+\\ 加速    Ctrl+Z 到站")

    # is_alive() reaps the child when it has ended. If it ends right after this question, its SIGCHLD is kept by the
    # kernel and ends the sigwait below: nothing falls between the two.
    while child.is_alive():
        sig = signal.sigwait(DRIVER_WAITS_FOR)
        if sig == signal.SIGUSR1:
            say("老司机开车了")
        elif sig == signal.SIGUSR2:
            say("车速有点快，系好安全带")
        elif sig == signal.SIGTSTP:
            os.kill(child.pid, signal.SIGUSR1)  # not reaped yet, so the PID is still the conductor's


if __name__ == "__main__":
    main()
