"""Synchronisation: a producer and a consumer who tell each other how far they are.

同步：生产者与消费者合作，用两个信号量互相告知空格和货物的数量，按条件依次操作货架。

Notes: 同步是一种合作关系，为完成某个任务多进程或者多线程之间形成一种协调，
按照约定或条件依次执行操作临界资源，相互告知资源使用情况
Errata: the notes write 一次 for 依次.
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Semaphore
"""

import multiprocessing
from collections.abc import Sequence
from ctypes import Array, c_int
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Semaphore

from reference.stage import DEADLINE, join_all, receive, run
from reference.words import fact, say

SHELF = 4  # places
GOODS = 500

# fork, said and not left to the default: the shelf and the semaphores are inherited.
mp = multiprocessing.get_context("fork")


def taken(sem: Semaphore) -> None:
    """``acquire`` with an end to the waiting."""
    if not sem.acquire(timeout=DEADLINE):
        raise TimeoutError


def produce(shelf: "Array[c_int]", free: Semaphore, filled: Semaphore, most: "Synchronized[int]") -> None:
    """Put goods on the shelf, and wait when there is no free place."""
    for number in range(GOODS):
        taken(free)  # a place is free …
        shelf[number % SHELF] = number
        filled.release()  # … and now it is filled: the consumer is told
        most.value = max(most.value, filled.get_value())


def consume(shelf: "Array[c_int]", free: Semaphore, filled: Semaphore, report: Connection) -> None:
    """Take the goods in their order, and wait when there are none."""
    got = []
    for number in range(GOODS):
        taken(filled)
        got.append(shelf[number % SHELF])
        free.release()
    report.send(got)


def in_order(goods: Sequence[int]) -> bool:
    """Whether nothing is missing, doubled or overwritten."""
    return list(goods) == list(range(GOODS))


def main() -> None:
    """500 goods over a shelf of 4 places, between two processes."""
    shelf = mp.Array("i", SHELF, lock=False)  # no lock: the two semaphores keep them from the same place
    free, filled = mp.Semaphore(SHELF), mp.Semaphore(0)
    most = mp.Value("i", 0)
    here, there = mp.Pipe(duplex=False)
    say(
        f"货架 {SHELF} 格：free 计空格，filled 计货物；生产者与消费者用两个信号量互相告知。",
        f"A shelf of {SHELF}: `free` counts places, `filled` counts goods; so each tells the other how far it is.",
    )
    workers = [
        mp.Process(target=produce, args=(shelf, free, filled, most)),
        mp.Process(target=consume, args=(shelf, free, filled, there)),
    ]
    for worker in workers:
        worker.start()
    got = receive(here)
    join_all(*workers)
    fact(produced=GOODS, consumed=len(got), in_order=in_order(got), places=SHELF, most_on_shelf=most.value)
    fact(free_at_end=free.get_value(), filled_at_end=filled.get_value())
    here.close()
    there.close()


if __name__ == "__main__":
    run(main)
