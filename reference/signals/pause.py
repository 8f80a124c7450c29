"""``signal.pause``, the wakeup it can lose, and ``sigwait`` and ``sigtimedwait`` as the cure.

阻塞等待信号：pause 只等调用之后才到的信号，先检查、后 pause 会丢失唤醒。
先屏蔽信号，再用 sigwait 或 sigtimedwait 取，就不会丢。

Notes: signal.pause() 阻塞等待进程收到一个信号
Errata: ``pause`` waits for a signal that comes *after* it was called. ``while not flag: pause()`` sleeps for ever if
the signal comes between the question and the ``pause``. Block the signal first, and take it with ``sigwait``.
Source: pause(2), sigwait(3), sigtimedwait(2), https://docs.python.org/3/library/signal.html#signal.sigwait
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from types import FrameType

from reference import proc
from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

# fork, said and not left to the default: SIGUSR1 is blocked in the parent before the child exists.
mp = multiprocessing.get_context("fork")


def check_then_pause(pipe: Connection) -> None:
    """Ask whether the signal has come, then sleep until it does: the mistake, with its gap held open."""
    got: list[int] = []

    def note(sig: int, _frame: FrameType | None) -> None:
        got.append(sig)

    signal.signal(signal.SIGUSR1, note)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
    if not got:
        pipe.send("not yet")
        pipe.recv()  # the gap: usually a microsecond, here as long as the parent likes. The handler runs in it.
        pipe.send(len(got))
        signal.pause()
    pipe.send("woken")


def block_then_sigwait(pipe: Connection) -> None:
    """The cure: the signal is blocked, the kernel keeps it, and ``sigwait`` finds it there."""
    pipe.send("not yet")
    pipe.recv()
    pipe.send(signal.Signals(signal.sigwait({signal.SIGUSR1})).name)


def started(target: Callable[[Connection], None], pipe: Connection) -> tuple[ForkProcess, int]:
    """Start a child. Returns it and its PID."""
    process = mp.Process(target=target, args=(pipe,))
    process.start()
    assert process.pid is not None
    return process, process.pid


def main() -> None:
    """Lose a wakeup on purpose, then not."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    here, there = mp.Pipe()

    say("先检查、后 pause：信号恰在两者之间到达……", "Check, then pause; and the signal comes in between …")
    process, pid = started(check_then_pause, there)
    receive(here)
    os.kill(pid, signal.SIGUSR1)
    proc.until(lambda: not proc.pending(pid))  # delivered
    here.send("go on")
    handled = receive(here)
    proc.until(lambda: proc.state(pid) == "S")
    erratum(
        "信号已处理，pause 仍在等下一个：丢失了唤醒。",
        "it was handled, and yet pause waits for another: a lost wakeup.",
    )
    fact(handled=handled, woken=here.poll(0.2), state=proc.state(pid))

    def rescued() -> bool:  # more than one, in case a busy machine has not let the child reach its pause() by now
        os.kill(pid, signal.SIGUSR1)
        return here.poll(0.05)

    proc.until(rescued)
    fact(after_further_signal=receive(here))
    join_all(process)

    say("先屏蔽，再 sigwait：早到的信号由内核保存。", "Block it, then sigwait: the kernel keeps what comes early.")
    process, pid = started(block_then_sigwait, there)
    receive(here)
    os.kill(pid, signal.SIGUSR1)
    fact(kept=signal.SIGUSR1 in proc.pending(pid))
    here.send("go on")
    fact(sigwait=receive(here))
    join_all(process)

    say("sigtimedwait 还有超时，等不到返回 None：", "sigtimedwait has a time-out, too, and then returns None:")
    began = time.monotonic()
    fact(nothing=signal.sigtimedwait({signal.SIGUSR1}, 0.1), waited=round(time.monotonic() - began, 3))
    os.kill(os.getpid(), signal.SIGUSR1)
    info = signal.sigtimedwait({signal.SIGUSR1}, DEADLINE)
    fact(something=info is not None and info.si_signo == signal.SIGUSR1)
    here.close()
    there.close()


if __name__ == "__main__":
    run(main)
