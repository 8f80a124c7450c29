"""What signals are: the table of ``kill -l`` with name, number, meaning and default action.

什么是信号：kill -l 列出的每个信号的名称、编号、含义和默认处理方法，
并与 shell 和内核所知的相对照。

Notes: kill -l 查看信号; 信号名称、信号含义、默认处理方法：终止进程 暂停进程 忽略
Errata: there are five default actions, not three: besides terminate, stop and ignore there are *core* (terminate and
write the memory to a file for a debugger) and *continue* (SIGCONT). SIGCHLD is sent for a child that stops or goes on,
too. SIGINT's Ctrl+C and the other keys go to every process of the terminal's foreground group.
Source: signal(7), kill(1), https://docs.python.org/3/library/signal.html
"""

import signal
import subprocess
from typing import NamedTuple

from reference.stage import run
from reference.words import erratum, fact, language, pad, say, show


class Row(NamedTuple):
    """One signal."""

    name: str
    action: str  # terminate, core, stop, continue or ignore
    zh: str
    en: str

    @property
    def number(self) -> int:
        """The number on this machine; some numbers differ between architectures, the names do not."""
        return signal.Signals[self.name].value


ACTIONS = {"terminate": "终止", "core": "终止并转储", "stop": "暂停", "continue": "继续", "ignore": "忽略"}

TABLE = (
    Row("SIGHUP", "terminate", "连接断开", "the terminal or its connection is gone"),
    Row("SIGINT", "terminate", "Ctrl+C", "Ctrl+C"),
    Row("SIGQUIT", "core", "Ctrl+\\", "Ctrl+\\"),
    Row("SIGILL", "core", "非法指令", "illegal instruction"),
    Row("SIGTRAP", "core", "断点", "breakpoint"),
    Row("SIGABRT", "core", "abort() 主动中止", "abort()"),
    Row("SIGBUS", "core", "总线错误", "bad memory access: no such place behind the address"),
    Row("SIGFPE", "core", "算术错误，如整数除零", "arithmetic error, such as an integer division by zero"),
    Row("SIGKILL", "terminate", "终止进程且不能被处理", "ends a process; cannot be handled"),
    Row("SIGUSR1", "terminate", "用户自定义 1", "free for the user"),
    Row("SIGSEGV", "core", "段错误，非法内存访问", "bad memory access"),
    Row("SIGUSR2", "terminate", "用户自定义 2", "free for the user"),
    Row("SIGPIPE", "terminate", "写入没有读端的管道", "write to a pipe that nobody reads"),
    Row("SIGALRM", "terminate", "时钟信号", "the clock set by alarm()"),
    Row("SIGTERM", "terminate", "请求终止，kill 的默认信号", "please end; what kill sends by default"),
    Row("SIGSTKFLT", "terminate", "协处理器栈错误（未使用）", "coprocessor stack fault (unused)"),
    Row("SIGCHLD", "ignore", "子进程状态改变给父进程发送", "a child has ended, stopped or gone on"),
    Row("SIGCONT", "continue", "继续运行", "go on, if stopped"),
    Row("SIGSTOP", "stop", "暂停进程且不能被处理", "stops a process; cannot be handled"),
    Row("SIGTSTP", "stop", "Ctrl+Z", "Ctrl+Z"),
    Row("SIGTTIN", "stop", "后台进程读终端", "a background process reads from the terminal"),
    Row("SIGTTOU", "stop", "后台进程写终端", "a background process writes to the terminal"),
    Row("SIGURG", "ignore", "套接字有紧急数据", "urgent data on a socket"),
    Row("SIGXCPU", "core", "超出 CPU 时间限制", "CPU time limit exceeded"),
    Row("SIGXFSZ", "core", "超出文件大小限制", "file size limit exceeded"),
    Row("SIGVTALRM", "terminate", "进程自身 CPU 时间的时钟", "the clock of the process's own CPU time"),
    Row("SIGPROF", "terminate", "性能分析的时钟", "the profiler's clock"),
    Row("SIGWINCH", "ignore", "终端窗口大小改变", "the terminal's window has changed size"),
    Row("SIGIO", "terminate", "可以读写了", "reading or writing is possible"),
    Row("SIGPWR", "terminate", "电源故障", "power failure"),
    Row("SIGSYS", "core", "错误的系统调用", "bad system call"),
)


def shell_names() -> set[str]:
    """The names that ``kill -l NUMBER`` of the shell gives for the table's numbers, without ``SIG``."""
    script = "for number do kill -l $number; done"
    numbers = [str(row.number) for row in TABLE]
    done = subprocess.run(["sh", "-c", script, "sh", *numbers], capture_output=True, text=True, check=True, timeout=20)
    return set(done.stdout.split())


def main() -> None:
    """Print the table and compare it with what the shell and the kernel know."""
    zh = language() == "zh"
    for row in TABLE:
        action = f"{row.action:<10}{ACTIONS[row.action]}" if zh else row.action
        show(f"  {row.number:2}  {row.name:<10}{pad(action, 24 if zh else 12)}{row.zh if zh else row.en}")
    first, last = int(signal.SIGRTMIN), int(signal.SIGRTMAX)
    say(
        f"{first} 到 {last} 是实时信号（SIGRTMIN…SIGRTMAX）：会排队，不会合并。",
        f"{first} to {last} are real-time signals, which queue instead of merging.",
    )
    fact(real_time=[first, last])
    erratum("默认处理方法不止三种，共五种。", "there are five default actions, not three.")
    erratum(
        "SIGCHLD 在子进程暂停、继续时也发送；Ctrl+C 等按键发给前台进程组的每个进程。",
        "SIGCHLD comes for a child that stops or goes on, too; keys reach the whole foreground group.",
    )

    # Not in the table: the real-time signals, and second names (SIGCLD, SIGPOLL) of signals that are.
    ordinary = {int(number) for number in signal.valid_signals()} - set(range(first, last + 1))
    fact(
        signals=len(TABLE),
        missing=sorted(ordinary - {row.number for row in TABLE}),
        numbers={row.name: row.number for row in TABLE},
        actions=sorted({row.action for row in TABLE}),
        # "POLL" is the shell's name for SIGIO.
        unknown_to_shell=sorted({row.name[3:] for row in TABLE} - shell_names() - {"IO"}),
    )
    erratum("信号名是 SIGUSR1、SIGUSR2，没有 SIGUSER1、SIGUSER2：", "it is SIGUSR1 and SIGUSR2; there is no SIGUSER1:")
    fact(siguser1_exists=hasattr(signal, "SIGUSER1"), sigusr1_exists=hasattr(signal, "SIGUSR1"))


if __name__ == "__main__":
    run(main)
