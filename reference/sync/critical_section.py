"""Mutual exclusion: a critical section that loses money without a lock, and none with one.

互斥：临界区是操作临界资源的代码段。几个柜员同时往一个账户存钱，不加锁会少钱，加锁分文不差。

Notes: 临界资源 ： 多个进程或者线程都能够操作的资源; 临界区 ： 操作临界资源的代码段;
互斥 ： 当一个进程或者线程进入临界区会进行加锁的操作
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Lock
"""

import multiprocessing
import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.synchronize import Barrier

from reference.stage import DEADLINE, join_all, run
from reference.words import fact, say

DEPOSITS = 1000
TELLERS = 3

# fork, said and not left to the default: the lock is inherited.
mp = multiprocessing.get_context("fork")


def teller(account: int, lock: AbstractContextManager[object], opening: Barrier) -> None:
    """Pay 1 into an account ``DEPOSITS`` times. The account is a file: shared, and slow enough to see the trouble."""
    opening.wait(DEADLINE)
    for _ in range(DEPOSITS):
        with lock:  # ---- the critical section begins
            balance = int(os.pread(account, 20, 0))
            os.sched_yield()  # "next, please": the kernel may well let another teller go on exactly here
            os.pwrite(account, f"{balance + 1:020}".encode(), 0)
        # ---- and ends


def open_bank(lock: AbstractContextManager[object]) -> int:
    """Let all tellers work at once. Returns the balance."""
    with tempfile.TemporaryFile() as file:
        os.pwrite(file.fileno(), b"%020d" % 0, 0)
        opening = mp.Barrier(TELLERS)
        tellers = [mp.Process(target=teller, args=(file.fileno(), lock, opening)) for _ in range(TELLERS)]
        for process in tellers:
            process.start()
        join_all(*tellers)
        return int(os.pread(file.fileno(), 20, 0))


def main() -> None:
    """The same bank without and with a lock."""
    expected = TELLERS * DEPOSITS
    say(
        f"{TELLERS} 个柜员各存 {DEPOSITS} 次，每次 1 元；不加锁：",
        f"{TELLERS} tellers pay in {DEPOSITS} times each; no lock:",
    )
    without = open_bank(nullcontext())
    fact(expected=expected, without_lock=without, lost_without_lock=expected - without)
    say("临界区加锁：", "With a lock around the critical section:")
    with_lock = open_bank(mp.Lock())
    fact(with_lock=with_lock, lost_with_lock=expected - with_lock)


if __name__ == "__main__":
    run(main)
