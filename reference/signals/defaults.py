"""Each default action, tried on a real child: terminate, core, stop, continue, ignore.

默认处理方法：把每个信号发给一个不处理信号的子进程，看它终止、转储、暂停、继续，还是忽略。

Notes: 默认处理方法：当一个进程接收到信号时默认产生的效果; SIGHUP SIGINT SIGQUIT SIGTSTP SIGKILL SIGSTOP SIGALRM SIGCHLD
Errata: a *Python* process does not have all defaults: Python catches SIGINT (KeyboardInterrupt) and ignores SIGPIPE
and SIGXFSZ from birth. The children here are therefore ``sleep``, which leaves every signal alone.
Source: signal(7), wait(2), core(5), https://docs.python.org/3/library/os.html#os.posix_spawn
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reference import proc
from reference.signals.table import ACTIONS, TABLE
from reference.stage import DEADLINE, interrupts_held, run
from reference.words import erratum, fact, language, say, show

SHOWN = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTSTP", "SIGKILL", "SIGSTOP", "SIGALRM", "SIGCHLD", "SIGCONT")


@contextlib.contextmanager
def sleeper() -> Iterator[int]:
    """A child that handles no signal at all. Yields its PID; it is gone, and reaped, afterwards.

    A program inherits ignored and blocked signals, so they are reset for it. It gets a process group of its own,
    because SIGTSTP does nothing to a group whose parents are all outside of the session ("orphaned", see setpgid(2)).
    """
    resettable = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
    pid = os.posix_spawnp(
        "sleep", ["sleep", "60"], os.environ, setpgroup=0, setsigmask=[], setsigdef=sorted(resettable)
    )
    try:
        yield pid
    finally:
        if pid in proc.children():  # else it is reaped already, and its PID may be somebody else's by now
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def effect(pid: int, number: int) -> str:
    """Send a signal and see what becomes of the child: ``terminate``, ``core``, ``stop``, ``continue`` or ``""``."""
    found: list[str] = []

    def seen() -> bool:
        got, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
        if got:
            if os.WIFSTOPPED(status):
                found.append("stop")
            elif os.WIFCONTINUED(status):
                found.append("continue")
            else:
                assert os.WTERMSIG(status) == number, status
                found.append("core" if os.WCOREDUMP(status) else "terminate")
        # An ignored signal is thrown away when it is sent: it is not even pending, and the child sleeps or stands on.
        elif not proc.pending(pid) and proc.state(pid) == before:
            found.append("")
        return bool(found)

    before = proc.state(pid)
    os.kill(pid, number)
    proc.until(seen)
    return found[0]


def action(number: int) -> str:
    """The default action of a signal, found by trying: on a sleeping child, and on a stopped one if nothing happens."""
    with sleeper() as pid:
        proc.until(lambda: proc.state(pid) == "S")
        happened = effect(pid, number)
        if happened:
            return happened
        os.kill(pid, signal.SIGSTOP)
        proc.wait_status(pid, os.WUNTRACED)
        return effect(pid, number) or "ignore"


@contextlib.contextmanager
def core_files() -> Iterator[bool]:
    """Let core files be written into a folder that is removed afterwards. Yields whether they can be written at all.

    They cannot where the administrator forbids it or sends them to a crash reporter, which is not to be bothered.
    """
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8")
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    possible = pattern[0] not in "|/" and hard == resource.RLIM_INFINITY
    limit = hard if possible else min(hard, 1) if hard != resource.RLIM_INFINITY else 1  # 1: no pipe is started either
    old = resource.getrlimit(resource.RLIMIT_CORE)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        resource.setrlimit(resource.RLIMIT_CORE, (limit, hard))
        try:
            yield possible
        finally:
            resource.setrlimit(resource.RLIMIT_CORE, old)


def newborn() -> list[object]:
    """What a new Python does with SIGINT (its handler's name), and whether it ignores SIGPIPE and SIGXFSZ."""
    program = """
import json
from signal import SIG_IGN, SIGINT, SIGPIPE, SIGXFSZ, getsignal
print(json.dumps([getsignal(SIGINT).__name__, getsignal(SIGPIPE) == SIG_IGN, getsignal(SIGXFSZ) == SIG_IGN]))
"""
    with interrupts_held():  # it does nothing with Ctrl+C, and is gone in a moment
        started = subprocess.Popen([sys.executable, "-I", "-c", program], stdout=subprocess.PIPE)
    with started:
        found: list[object] = json.loads(started.communicate(timeout=DEADLINE)[0])
    return found


def main() -> None:
    """Send each signal of the table to a fresh child and compare what happens with what the table says."""
    say("向不处理任何信号的子进程发送信号，观察结果：", "Each signal is sent to a child that handles none:")
    if language() == "zh":
        show("（" + "，".join(f"{action} {zh}" for action, zh in ACTIONS.items()) + "）")
    with core_files() as core_seen:
        found = {row.name: action(row.number) for row in TABLE}
        real_time = action(signal.SIGRTMIN)
    fact(**{name: found[name] for name in SHOWN}, SIGRTMIN=real_time)
    # Where no core file can be written, "core" looks like "terminate".
    said = {row.name: row.action if core_seen or row.action != "core" else "terminate" for row in TABLE}
    say("与表中全部信号对照：", "Compared with the whole table:")
    fact(core_seen=core_seen, tried=len(found), disagree=[name for name in found if found[name] != said[name]])

    erratum(
        "Python 进程一出生就捕捉 SIGINT，忽略 SIGPIPE 和 SIGXFSZ，并非全部默认：",
        "a Python process catches SIGINT, and ignores SIGPIPE and SIGXFSZ, from birth:",
    )
    sigint, sigpipe, sigxfsz = newborn()
    fact(python_catches_sigint=sigint, python_ignores_sigpipe=sigpipe, python_ignores_sigxfsz=sigxfsz)


if __name__ == "__main__":
    run(main)
