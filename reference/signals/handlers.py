"""``signal.signal``: ``SIG_DFL``, ``SIG_IGN``, a function; and the two signals that refuse.

处理信号：signal.signal 的三种方法，SIG_DFL 默认、SIG_IGN 忽略、自定义函数 func(sig, frame)；
SIGKILL 和 SIGSTOP 拒绝被处理。

Notes: signal.signal(signum，handler); SIG_DFL 默认方法处理, SIG_IGN 忽略, func(sig,frame);
signal函数是一个异步处理函数; signal函数不能处理SIGKILL，SIGSTOP信号
Errata: ``frame`` is no "信号结构对象": it is the stack frame that was interrupted. And "异步处理函数" needs a word:
``signal()`` itself returns at once, with the old handler. The handler runs later, between two bytecodes of the *main*
thread, wherever the signal arrived; only the main thread may call ``signal()``.
Source: sigaction(2), https://docs.python.org/3/library/signal.html#signal.signal
"""

import errno
import os
import signal
import threading
from types import FrameType

from reference import proc
from reference.stage import join_all, run
from reference.words import erratum, fact, say


def child_under(handler: signal.Handlers) -> str:
    """Have a child send itself SIGUSR1 under ``SIG_DFL`` or ``SIG_IGN``. Returns what became of it."""
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGUSR1, handler)
        os.kill(os.getpid(), signal.SIGUSR1)
        os._exit(0)
    status = proc.wait_status(pid)
    return f"killed by {signal.Signals(os.WTERMSIG(status)).name}" if os.WIFSIGNALED(status) else "lived on"


def refusal(signum: signal.Signals) -> tuple[str | None, str]:
    """Try to handle a signal. Returns the error's name and text."""
    try:
        signal.signal(signum, signal.SIG_IGN)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0), str(error)
    return None, ""


def main() -> None:
    """Each kind of handler, what a function gets, and what is refused."""
    say("SIG_DFL 默认处理，SIG_IGN 忽略：", "SIG_DFL is the default action, SIG_IGN ignores:")
    fact(sig_dfl=child_under(signal.SIG_DFL), sig_ign=child_under(signal.SIG_IGN))

    say("自定义函数 func(sig, frame)：", "A function, func(sig, frame):")
    calls: list[tuple[int, str, str]] = []

    def func(sig: int, frame: FrameType | None) -> None:
        interrupted = frame.f_code.co_name if frame else ""
        calls.append((sig, interrupted, threading.current_thread().name))

    def interrupted_here() -> None:
        os.kill(os.getpid(), signal.SIGUSR1)

    old = signal.signal(signal.SIGUSR1, func)
    fact(returned_old_handler=old == signal.SIG_DFL, now=signal.getsignal(signal.SIGUSR1) == func)
    interrupted_here()
    sig, where, _ = calls[-1]
    erratum("frame 是被打断处的栈帧，不是“信号结构对象”：", "frame is the stack frame that was interrupted:")
    fact(sig=signal.Signals(sig).name, interrupted=where)

    erratum(
        "处理函数总在主线程执行；也只有主线程能调用 signal()：",
        "a handler runs in the main thread, and only that may set one:",
    )
    errors: list[str] = []

    def in_thread() -> None:
        os.kill(os.getpid(), signal.SIGUSR1)
        try:
            signal.signal(signal.SIGUSR2, func)
        except ValueError as error:
            errors.append(str(error))

    thread = threading.Thread(target=in_thread, name="other")
    thread.start()
    join_all(thread)
    proc.until(lambda: len(calls) == 2)
    fact(sent_by_thread_handled_in=calls[-1][2], signal_in_thread=errors[0])

    say("SIGKILL、SIGSTOP 不能被处理：", "SIGKILL and SIGSTOP refuse:")
    for signum in (signal.SIGKILL, signal.SIGSTOP):
        code, text = refusal(signum)
        fact(**{signum.name: code, f"{signum.name}_error": text})


if __name__ == "__main__":
    run(main)
