"""SIGCHLD and zombies: one seen in ``/proc``, and none when SIGCHLD is ignored or handled.

子进程状态改变时父进程收到 SIGCHLD。不 wait 就留下僵尸；忽略 SIGCHLD 则由系统处理，但退出状态丢失；
在处理函数里循环 waitpid，两者兼得。

Notes: 在父进程中加上signal(SIGCHLD,SIG_IGN)，当子进程退出时会自动交由系统处理
Errata: it works, and it costs the exit status: ``waitpid`` finds no child any more, and ``subprocess`` reports 0 for a
program that failed. A handler which reaps in a loop keeps it. (A loop, because several SIGCHLD merge into one.)
Source: wait(2) (NOTES), sigaction(2) (SA_NOCLDWAIT), proc(5), https://docs.python.org/3/library/os.html#os.waitpid
"""

import os
import signal
import subprocess
from types import FrameType

from reference import proc
from reference.stage import DEADLINE, run
from reference.words import erratum, fact, say


def child_that_exits(status: int) -> int:
    """Fork a child that ends at once. Returns its PID."""
    pid = os.fork()
    if pid == 0:
        os._exit(status)
    return pid


def zombie() -> None:
    """By default an ended child stays in the process table until its parent asks for its status."""
    say(
        "默认：子进程结束后、父进程 wait 之前，是僵尸（Z）。",
        "By default an ended child is a zombie (Z) until it is waited for.",
    )
    pid = child_that_exits(3)
    proc.until(lambda: proc.state(pid) == "Z")
    fact(zombie_pid=pid, state=proc.state(pid), is_my_child=pid in proc.children())
    fact(exit_status=os.waitstatus_to_exitcode(proc.wait_status(pid)), state_after_wait=proc.state(pid))


def ignored() -> None:
    """With SIGCHLD ignored the kernel reaps: no zombie, and no status."""
    say("signal(SIGCHLD, SIG_IGN)：不留僵尸，", "signal(SIGCHLD, SIG_IGN): no zombie,")
    old = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pid = child_that_exits(3)
    proc.until(lambda: proc.state(pid) == "")
    try:
        os.waitpid(pid, 0)
    except ChildProcessError as error:
        fact(state_when_ignored=proc.state(pid), wait_when_ignored=type(error).__name__)
    erratum(
        "但退出状态也丢失了；subprocess 会把失败的 3 报成 0：", "but no exit status either: subprocess reports 0 for 3:"
    )
    fact(subprocess_exit_3_reported=subprocess.run(["sh", "-c", "exit 3"], check=False, timeout=20).returncode)
    signal.signal(signal.SIGCHLD, old)


def handled(count: int = 5) -> None:
    """A handler reaps whoever has ended, as a server that goes on with its work would."""
    say(
        "更好：在处理函数里循环 waitpid(-1, WNOHANG)，状态不丢。",
        "Better: a handler that reaps in a loop keeps the status.",
    )
    statuses: list[int] = []
    calls = 0

    def reap(_sig: int, _frame: FrameType | None) -> None:
        nonlocal calls
        calls += 1
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:  # no child at all
                return
            if pid == 0:  # children, but none has ended
                return
            statuses.append(os.waitstatus_to_exitcode(status))

    old = signal.signal(signal.SIGCHLD, reap)
    # Blocked meanwhile, so that all of them end before the handler runs, and their signals have merged.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pids = [child_that_exits(number) for number in range(count)]
    proc.until(lambda: all(proc.state(pid) == "Z" for pid in pids))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    proc.until(lambda: len(statuses) == count)
    signal.signal(signal.SIGCHLD, old)
    fact(children=count, handler_calls=calls, statuses=sorted(statuses), left=len(proc.children()))


def not_only_at_the_end() -> None:
    """SIGCHLD tells of three changes; its ``si_code`` says of which."""
    say("SIGCHLD 也报告子进程的暂停和继续：", "SIGCHLD tells of a child that stops or goes on, too:")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # to be taken one by one
    pid = os.fork()
    if pid == 0:
        while True:
            signal.pause()
    names = {getattr(os, name): name for name in ("CLD_STOPPED", "CLD_CONTINUED", "CLD_KILLED")}
    told = []
    for sig in (signal.SIGSTOP, signal.SIGCONT, signal.SIGKILL):
        os.kill(pid, sig)
        info = signal.sigtimedwait({signal.SIGCHLD}, DEADLINE)
        told.append(names.get(info.si_code) if info else None)
    proc.wait_status(pid)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    fact(sigchld_for=told)


def main() -> None:
    """A zombie, none, none with the status kept, and what else SIGCHLD tells."""
    zombie()
    ignored()
    handled()
    not_only_at_the_end()


if __name__ == "__main__":
    run(main)
