"""How a child comes to be: ``fork``, ``spawn``, ``forkserver``, and which is the default.

创建子进程的方式：fork 复制父进程，变量和信号设置都带过去；spawn 启动新的解释器，重新导入模块。
默认用哪一种随系统和版本而变，程序依赖 fork 时要写明。

Notes: 创建父子进程 (they take ``fork`` for granted)
Errata: the default depends on system and version. Linux: ``fork`` up to Python 3.13, ``forkserver`` from 3.14. macOS:
``spawn`` since 3.8. Windows: always ``spawn``. Only a forked child has the parent's variables and signal handlers, and
under ``forkserver`` the child of the operating system's view is the fork server's: ``os.getppid()`` is not you.
Source: https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
"""

import multiprocessing
import os
import signal
import sys
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import FrameType

from reference.stage import interrupts_held, join_all, receive, run
from reference.words import erratum, fact, say

greeting = "as imported"


def handler(_sig: int, _frame: FrameType | None) -> None:
    """Do nothing: it only has to be found again, or not."""


def tell(pipe: Connection) -> None:
    """Send what this process found when it came to life. At module level, so that every start method can find it."""
    pipe.send((greeting, os.getppid(), signal.getsignal(signal.SIGUSR1) == handler))


def main() -> None:
    """Change a variable and a signal's handling, and see which of it a forked and a spawned child have."""
    global greeting  # noqa: PLW0603 - a changed global is exactly what is inherited or not
    greeting = "changed by the parent"
    signal.signal(signal.SIGUSR1, handler)
    # spawn starts a new interpreter, which imports the module: the same code, nothing of the parent's state. forkserver
    # is between the two; it is left out here because its server outlives the program's own processes for a moment.
    here, there = multiprocessing.Pipe(duplex=False)
    processes: dict[str, BaseProcess] = {
        "fork": multiprocessing.get_context("fork").Process(target=tell, args=(there,)),
        "spawn": multiprocessing.get_context("spawn").Process(target=tell, args=(there,)),
    }
    # spawn needs this servant of multiprocessing's, and starting it unblocks SIGINT: so before that is held below.
    resource_tracker.ensure_running()
    for method, process in processes.items():
        with interrupts_held():  # a new interpreter has new handlers: Ctrl+C would print a traceback there
            process.start()
        found, ppid, handled = receive(here)
        join_all(process)
        say(
            f"{method}：子进程看到的变量、父进程、信号设置",
            f"{method}: the variable, the parent, the signal as the child finds them",
        )
        fact(
            **{
                f"{method}_variable": found,
                f"{method}_parent_is_me": ppid == os.getpid(),
                f"{method}_has_handler": handled,
            }
        )
    erratum(
        "默认方式随版本而变：Linux 到 3.13 为 fork，3.14 起为 forkserver；依赖 fork 就写 get_context('fork')。",
        "the default varies: on Linux fork up to 3.13, forkserver from 3.14; say get_context('fork') if you need it.",
    )
    here.close()
    there.close()
    # Asked in this way, the default is told and not fixed.
    fact(default=multiprocessing.get_context().get_start_method(), python=list(sys.version_info[:2]))


if __name__ == "__main__":
    run(main)
