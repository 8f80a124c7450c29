"""A message queue: ``put get qsize full empty close``, blocking and with time-outs.

消息队列：put 放入，get 取出，先进先出；满了 put 阻塞，空了 get 阻塞，timeout 使等待有尽头。
qsize、full、empty 只是一瞬间的情况。

Notes: 消息队列：Queue ---》q; q.put() q.get() q.qsize() q.full() q.empty() q.close()
Errata: ``empty()`` and ``full()`` are snapshots. ``put`` hands the object to a thread that writes it to a pipe later,
so right after ``put`` the queue may say it is empty. Trust ``get(timeout=…)`` and its ``Empty``. A process that has put
something does not end before that thread has written it, so empty a queue before you join its writers.
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue
"""

import multiprocessing
import queue
import time

from reference import proc
from reference.stage import DEADLINE, join_all, run
from reference.words import erratum, fact, say

# fork, said and not left to the default; the child starts before this process puts anything, that is before the
# queue's thread exists, because forking with threads around is unsafe.
mp = multiprocessing.get_context("fork")


def consumer(q: "multiprocessing.Queue[object]", answers: "multiprocessing.Queue[object]") -> None:
    """Take everything, in order, up to the ``None`` that says that no more comes."""
    got = []
    while (item := q.get(timeout=DEADLINE)) is not None:
        got.append(item)
    answers.put(got)


def main() -> None:
    """A queue between two processes, then a small one that is full and empty."""
    q: multiprocessing.Queue[object] = mp.Queue()
    answers: multiprocessing.Queue[object] = mp.Queue()
    child = mp.Process(target=consumer, args=(q, answers))
    child.start()
    say("父进程 put，子进程 get，先进先出。", "The parent puts, the child gets, first in, first out.")
    sent: list[object] = ["老", 2, [3, 4], {"五": 5.5}]
    for item in [*sent, None]:
        q.put(item)
    fact(in_order=answers.get(timeout=DEADLINE) == sent)
    join_all(child)

    say(
        "maxsize=2：满了 put 会阻塞，空了 get 会阻塞；timeout 使等待有尽头。",
        "maxsize=2: put blocks when full, get when empty.",
    )
    small: multiprocessing.Queue[object] = mp.Queue(2)
    fact(empty_at_first=small.empty(), full_at_first=small.full())
    small.put("a")
    small.put("b")
    fact(qsize=small.qsize(), full=small.full())
    started = time.monotonic()
    try:
        small.put("c", timeout=0.1)
    except queue.Full:
        fact(put_blocked="Full", put_waited=round(time.monotonic() - started, 3))
    try:
        small.put("c", block=False)
    except queue.Full:
        fact(put_at_once="Full")
    fact(got=[small.get(timeout=DEADLINE), small.get(timeout=DEADLINE)])
    started = time.monotonic()
    try:
        small.get(timeout=0.1)
    except queue.Empty:
        fact(get_blocked="Empty", get_waited=round(time.monotonic() - started, 3))

    erratum(
        "put 之后立刻 empty() 可能仍为 True，要等后台线程写入管道：",
        "right after put, empty() may still be True for a moment:",
    )
    small.put("late")
    at_once = small.empty()
    proc.until(lambda: not small.empty())
    fact(qsize_after_put=small.qsize(), empty_at_once=at_once, empty_soon_after=small.empty())
    small.get(timeout=DEADLINE)

    for each in (q, answers, small):
        each.close()  # this process will put no more
        each.join_thread()  # and its thread has written everything
    try:
        small.put("d")
    except ValueError as error:
        fact(put_after_close=type(error).__name__)


if __name__ == "__main__":
    run(main)
