"""Threads and processes: the cost of creating them, what they share, and each thread's own TID.

线程与进程：线程是轻量级的，创建便宜，共享进程的内存，各有自己的 TID；做同样的计算则一样贵。

Notes: 线程被称为轻量级的进程; 多个线程共享进程的资源和空间; 线程也拥有自己特有的资源属性，比如指令集，TID等;
线程无论是创建删除还是运行消耗的资源都小于进程
Errata: the instructions (指令集) are shared; a thread's own are its stack, registers, signal mask and TID. Creating a
thread and switching between threads is cheaper; running (运行) is not: the same computation costs the same CPU time.
Source: pthreads(7), clone(2), gettid(2), https://docs.python.org/3/library/threading.html#threading.get_native_id
"""

import multiprocessing
import os
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

COUNT = 100

# fork, said and not left to the default: it is the cheapest way to make a process, and still dearer than a thread.
mp = multiprocessing.get_context("fork")

written: list[str] = []


def nothing() -> None:
    """So that only the making is measured."""


def write() -> None:
    """Change something that belongs to the whole process."""
    written.append("here I was")


def seconds_each(kind: type[threading.Thread] | type[multiprocessing.context.ForkProcess]) -> float:
    """Create, start and join many, one after the other. Returns the seconds for one."""
    started = time.perf_counter()
    for _ in range(COUNT):
        worker = kind(target=nothing)
        worker.start()
        join_all(worker)
    return (time.perf_counter() - started) / COUNT


def cpu_time(report: Connection) -> None:
    """Compute something. Reports the CPU time that this thread or process alone has spent on it, the best of three."""
    best = float("inf")
    for _ in range(3):
        started = time.thread_time()
        sum(number * number for number in range(300_000))
        best = min(best, time.thread_time() - started)
    report.send(best)


def cost_of_work(kind: type[threading.Thread] | type[multiprocessing.context.ForkProcess]) -> float:
    """Have the same work done in a thread or in a process. Returns its CPU time in milliseconds."""
    here, there = mp.Pipe(duplex=False)
    worker = kind(target=cpu_time, args=(there,))
    worker.start()
    found: float = receive(here)
    join_all(worker)
    here.close()
    there.close()
    return round(found * 1000, 3)


def thread_ids() -> tuple[set[int], set[int], set[int]]:
    """Hold three threads still. Returns their TIDs as Python says, those the kernel lists, and the PIDs they report."""
    together, pids, tids = threading.Barrier(4), set[int](), set[int]()

    def stay() -> None:
        tids.add(threading.get_native_id())
        pids.add(os.getpid())
        together.wait(DEADLINE)  # all are here: look now
        together.wait(DEADLINE)  # looked

    threads = [threading.Thread(target=stay) for _ in range(3)]
    for thread in threads:
        thread.start()
    together.wait(DEADLINE)
    listed = {int(entry.name) for entry in Path("/proc/self/task").iterdir()}
    together.wait(DEADLINE)
    join_all(*threads)
    return tids, listed, pids


def main() -> None:
    """Measure, share, and look at the kernel's list of threads."""
    say("创建并回收一个（平均，毫秒）：", "To create and join one (average, milliseconds):")
    process, thread = seconds_each(mp.Process), seconds_each(threading.Thread)
    fact(process_ms=round(process * 1000, 3), thread_ms=round(thread * 1000, 3), times=round(process / thread, 1))

    erratum(
        "创建和切换便宜，运行并不便宜：同样的计算耗费同样的 CPU 时间（毫秒）：",
        "creating is cheaper, running is not: the same work takes the same CPU time (milliseconds):",
    )
    fact(work_in_process_ms=cost_of_work(mp.Process), work_in_thread_ms=cost_of_work(threading.Thread))

    say("线程共享内存，进程各有一份：", "Threads share memory, processes have a copy each:")
    child = mp.Process(target=write)
    child.start()
    join_all(child)
    fact(seen_after_process=len(written))
    branch = threading.Thread(target=write)
    branch.start()
    join_all(branch)
    fact(seen_after_thread=len(written))

    tids, listed, pids = thread_ids()
    erratum(
        "指令是共享的；线程自己的是栈、寄存器、信号屏蔽字和 TID：",
        "the code is shared; a thread's own are stack, registers, signal mask and TID:",
    )
    fact(
        tids=len(tids),
        listed_by_kernel=tids <= listed,
        one_pid=pids == {os.getpid()},
        main_tid_is_pid=threading.get_native_id() == os.getpid(),
    )


if __name__ == "__main__":
    run(main)
