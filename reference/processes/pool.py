"""A pool: a few processes for many small tasks.

进程池：大量小任务共用几个进程，不必频繁创建和删除。apply_async 添加任务，get 取结果或异常，
close 之后 join 回收。与每个任务一个进程相比，快很多倍。

Notes: 进程池 大量的事件需要频繁创建删除进程的情况; Pool() 创建进程池对象; apply_async() 添加事件;
close() 关闭进程池; join() 回收进程池
Errata: a task that fails does so in silence: the exception appears only where its result is fetched with ``get()``.
Source: https://docs.python.org/3/library/multiprocessing.html#module-multiprocessing.pool
"""

import multiprocessing
import os
import time
from multiprocessing.connection import Connection

from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

TASKS = 150
WORKERS = 2

# fork, said and not left to the default, so that both sides of the comparison below pay the same price for a process.
mp = multiprocessing.get_context("fork")


def square(number: int) -> tuple[int, int]:
    """A small task. Returns the square and the PID of the process that computed it."""
    return number * number, os.getpid()


def divide(number: int) -> float:
    """A task that fails for 0."""
    return 1 / number


def square_into(pipe: Connection, number: int) -> None:
    """The same small task for a process of its own, which has no return value to give."""
    pipe.send(square(number))


def one_process_per_task() -> float:
    """Compute all squares with a new process for each. Returns the seconds it took."""
    started = time.perf_counter()
    here, there = mp.Pipe(duplex=False)
    for number in range(TASKS):
        process = mp.Process(target=square_into, args=(there, number))
        process.start()
        receive(here)
        join_all(process)
    here.close()
    there.close()
    return time.perf_counter() - started


def main() -> None:
    """Results and errors of ``apply_async``, and what a pool saves."""
    slow = one_process_per_task()  # before the pool: a pool has threads, and forking with threads around is unsafe

    started = time.perf_counter()
    with mp.Pool(WORKERS) as pool:  # the end of `with` calls terminate(): nothing is left even after an error
        say("apply_async 立即返回，get() 才等待结果。", "apply_async returns at once; get() waits for the result.")
        results = [pool.apply_async(square, (number,)) for number in range(TASKS)]
        values = [result.get(DEADLINE) for result in results]
        fast = time.perf_counter() - started
        fact(
            tasks=TASKS,
            all_right=[value for value, _ in values] == [number**2 for number in range(TASKS)],
            processes_used=len({pid for _, pid in values}),
            workers=WORKERS,
        )

        erratum("任务里的异常是沉默的，取结果时才抛出：", "a failing task is silent until its result is fetched:")
        failing = pool.apply_async(divide, (0,))
        failing.wait(DEADLINE)
        fact(successful=failing.successful())
        try:
            failing.get(DEADLINE)
        except ZeroDivisionError as error:
            fact(raised_by_get=type(error).__name__)

        pool.close()
        try:
            pool.apply_async(square, (1,))
        except ValueError as error:
            fact(after_close=str(error))
        pool.join()  # join() only after close() (or terminate()): the workers end when no task can come any more
    say("同样的小任务：进程池 与 每个任务一个进程。", "The same small tasks: the pool, and one process for each.")
    fact(pool_seconds=round(fast, 3), process_per_task_seconds=round(slow, 3), times_faster=round(slow / fast, 1))


if __name__ == "__main__":
    run(main)
