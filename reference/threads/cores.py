"""Several cores, with and without the GIL: the same computation alone, by two threads, by two processes.

多核：有 GIL 时，几个线程的 Python 代码轮流使用一个核；多个进程、释放 GIL 的 C 代码才能并行，
等待也能重叠。量一量实际用到了几个核。

Notes: 线程也是一种多任务编程方式，可以使用计算机的多核资源; 线程是计算机多核分配的最小单位;
多个线程之间并行执行，执行上互不干扰
Errata: true for C and Java, and for the kernel. In ordinary Python the GIL lets only one thread at a time execute
Python code, so threads take turns on *one* core. They do run in parallel while they wait (input, sleep) and in C code
that lets go of the GIL (hashing here, compression, NumPy). Free-threaded builds (3.13t, official from 3.14) have no
GIL. And sharing memory they are anything but 互不干扰: see sync.critical_section.
Source: https://docs.python.org/3/glossary.html#term-global-interpreter-lock, PEP 703
"""

import hashlib
import multiprocessing
import os
import resource
import sys
import threading
import time
from collections.abc import Callable

from reference.stage import join_all, run
from reference.words import erratum, fact, say

WORKERS = 2
ROUNDS = 3_000_000
BLOCK = bytes(10_000_000)

# fork, said and not left to the default: no start-up of an interpreter in the measurement.
mp = multiprocessing.get_context("fork")


def python_code() -> None:
    """Keep a core busy with Python code."""
    total = 0
    for number in range(ROUNDS):
        total += number


def c_code() -> None:
    """Keep a core busy in C; hashlib lets go of the GIL for large blocks."""
    for _ in range(30):
        hashlib.sha256(BLOCK).digest()


def cpu_seconds() -> float:
    """The CPU time used so far by this process and by the children that it has reaped."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def cores_used(
    work: Callable[[], None], kind: type[threading.Thread] | type[multiprocessing.context.ForkProcess]
) -> float:
    """Run the work in several threads or processes at once. Returns CPU time divided by elapsed time: the cores in use.

    This does not depend on how fast the machine is, but a busy one gives us fewer cores.
    """
    workers = [kind(target=work) for _ in range(WORKERS)]
    before, started = cpu_seconds(), time.perf_counter()
    for worker in workers:
        worker.start()
    join_all(*workers)
    return (cpu_seconds() - before) / (time.perf_counter() - started)


def main() -> None:
    """Count the cores that are really in use."""
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()  # the function exists from 3.13 on
    say("机器繁忙时，分到的核会少一些。", "On a busy machine fewer cores are left for us.")
    fact(cores_usable=len(os.sched_getaffinity(0)), gil=gil, workers=WORKERS)
    say(
        "纯 Python 计算，两个线程与两个进程各用到几个核：",
        "Pure Python: the cores used by two threads and by two processes:",
    )
    fact(python_by_threads=round(cores_used(python_code, threading.Thread), 2))
    fact(python_by_processes=round(cores_used(python_code, mp.Process), 2))
    erratum(
        "有 GIL 时，多线程的 Python 代码轮流使用一个核。",
        "with the GIL, Python code in threads takes turns on one core.",
    )
    say("释放 GIL 的 C 代码（哈希）则能并行：", "C code that lets go of the GIL (hashing) runs in parallel:")
    fact(hashing_by_threads=round(cores_used(c_code, threading.Thread), 2))
    say("等待也能重叠：", "And waiting overlaps:")
    started = time.perf_counter()
    sleepers = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(10)]
    for sleeper in sleepers:
        sleeper.start()
    join_all(*sleepers)
    fact(slept_in_all=2.0, elapsed=round(time.perf_counter() - started, 3))


if __name__ == "__main__":
    run(main)
