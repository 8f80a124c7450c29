"""Sending a signal: ``os.kill`` from Python, ``kill`` from the shell.

发送信号：Python 用 os.kill(pid, sig)，shell 用 kill -SIG PID；还有进程组和信号 0。
接收方可以知道是谁发的。

Notes: kill -signame PID 给PID的进程发送一个信号; os.kill(pid,sig) 功能 ： 发送信号给某个进程
Errata: neither "kills": both send any signal. Signal 0 sends nothing and only asks whether the process exists, a zombie
included. A negative PID, or ``os.killpg``, means a whole process group.
Source: kill(2), kill(1), sigaction(2) (siginfo), https://docs.python.org/3/library/os.html#os.kill
"""

import multiprocessing
import os
import signal
import subprocess
from multiprocessing.connection import Connection

from reference import proc
from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

LISTENED = {signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM}

# fork, said and not left to the default: the signals are blocked before the child exists, and it inherits that.
mp = multiprocessing.get_context("fork")


def listener(report: Connection) -> None:
    """Report each signal that comes, and who sent it; end on SIGTERM."""
    os.setpgid(0, 0)  # a group of its own, so that killpg() below does not hit us all
    report.send(("ready", os.getpid()))
    while (info := signal.sigtimedwait(LISTENED, DEADLINE)) is not None:
        report.send((signal.Signals(info.si_signo).name, info.si_pid))
        if info.si_signo == signal.SIGTERM:
            return


def from_shell(command: str, pid: int) -> int:
    """Run a shell command with ``$1`` set to ``pid``. Returns the PID of the shell."""
    with subprocess.Popen(["sh", "-c", command, "sh", str(pid)]) as shell:
        shell.wait(DEADLINE)
        return shell.pid


def main() -> None:
    """Send from Python, from the shell, to a group; ask with signal 0; and meet a process that is not there."""
    signal.pthread_sigmask(signal.SIG_BLOCK, LISTENED)  # nothing sent too early is lost, it waits in the kernel
    here, there = mp.Pipe(duplex=False)
    child = mp.Process(target=listener, args=(there,))
    child.start()
    _, pid = receive(here)

    say("os.kill(pid, sig)：接收方还能知道是谁发的。", "os.kill(pid, sig); the receiver can see who sent it.")
    os.kill(pid, signal.SIGUSR1)
    name, sender = receive(here)
    fact(os_kill=name, sent_by_me=sender == os.getpid())

    for key, command in (("kill_name", "kill -USR2 $1"), ("kill_number", f"kill -{signal.SIGUSR1.value} $1")):
        say(f"sh: {command}", f"sh: {command}")
        shell = from_shell(command, pid)
        name, sender = receive(here)
        fact(**{key: name, f"{key}_sent_by_shell": sender == shell})

    os.killpg(os.getpgid(pid), signal.SIGUSR2)
    fact(killpg=receive(here)[0])
    os.kill(-os.getpgid(pid), signal.SIGUSR1)  # the same, spelt otherwise
    fact(negative_pid=receive(here)[0])

    erratum(
        "kill 并不一定“杀”：信号 0 什么也不发，只问进程在不在。",
        "kill need not kill: signal 0 only asks if a process exists.",
    )
    os.kill(pid, 0)
    say("kill PID 不写信号名即 SIGTERM。", "kill PID without a name sends SIGTERM.")
    from_shell("kill $1", pid)
    fact(kill_default=receive(here)[0])
    proc.until(lambda: proc.state(pid) == "Z")
    os.kill(pid, 0)  # no error: a zombie still has its PID, and takes any signal without effect
    fact(zombie_can_be_signalled=proc.state(pid) == "Z")
    join_all(child)
    try:
        os.kill(pid, 0)
    except ProcessLookupError as error:
        fact(after_reaping=type(error).__name__)
    here.close()
    there.close()


if __name__ == "__main__":
    run(main)
