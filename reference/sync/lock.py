"""A lock: ``acquire release``, ``with``; and a deadlock, met by a time-out.

锁：acquire 上锁，release 解锁，with 结束后自动解锁。两个进程以相反的次序上两把锁会死锁，
用超时脱身，用相同的次序避免。

Notes: lock.acquire() 上锁; lock.release() 解锁; 上锁状态 ： 此时执行acquire()操作会阻塞;
with lock: 上锁 … with代码段结束后自动解锁
Errata: a Lock knows no owner: *any* process or thread may release it. And who holds it blocks itself on a second
``acquire``. An RLock has an owner, who may acquire it again.
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Lock
"""

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Lock

from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

PATIENCE = 0.2

# fork, said and not left to the default: the locks are inherited.
mp = multiprocessing.get_context("fork")


def eat(first: Lock, second: Lock, both_hold_one: Barrier | None, report: Connection) -> None:
    """Take one chopstick, then the other, and give up waiting for it after a while."""
    with first:
        if both_hold_one is not None:
            both_hold_one.wait(DEADLINE)
        ate = second.acquire(timeout=PATIENCE if both_hold_one is not None else DEADLINE)
        if ate:
            second.release()
        # Nobody puts down the first before both have tried the second: so both fail, not one.
        if both_hold_one is not None:
            both_hold_one.wait(DEADLINE)
    report.send(ate)


def dinner(left: Lock, right: Lock, *, same_order: bool) -> list[bool]:
    """Two eat at once. Returns for each whether it got both chopsticks."""
    here, there = mp.Pipe(duplex=False)
    barrier = None if same_order else mp.Barrier(2)
    orders = [(left, right), (left, right) if same_order else (right, left)]
    eaters = [mp.Process(target=eat, args=(*order, barrier, there)) for order in orders]
    for process in eaters:
        process.start()
    results = [receive(here) for _ in eaters]
    join_all(*eaters)
    here.close()
    there.close()
    return results


def main() -> None:
    """Lock, unlock, fail inside ``with``, release somebody else's lock, and get stuck."""
    lock = mp.Lock()
    say(
        "上锁后再 acquire 会阻塞；可以不等，也可以限时：",
        "Locked: acquire blocks, unless told not to, or not for long:",
    )
    started = time.monotonic()
    fact(first=lock.acquire(), second_at_once=lock.acquire(block=False))
    fact(second_timed=lock.acquire(timeout=0.1), waited=round(time.monotonic() - started, 3))
    lock.release()
    fact(after_release=lock.acquire(block=False))
    lock.release()

    say("with 结束后自动解锁，出了异常也一样：", "with unlocks at its end, after an exception too:")
    try:
        with lock:
            raise RuntimeError("in the critical section")
    except RuntimeError:
        fact(free_after_exception=lock.acquire(block=False))

    erratum(
        "Lock 不认主人，别的进程也能解锁；RLock 才认：",
        "a Lock has no owner, another process may release it; an RLock has:",
    )
    other = mp.Process(target=lock.release)
    other.start()
    join_all(other)
    fact(released_by_other=lock.acquire(block=False))
    lock.release()
    rlock = mp.RLock()
    fact(rlock_twice=[rlock.acquire(), rlock.acquire(block=False)])
    rlock.release()
    rlock.release()

    say(
        "死锁：各拿一根筷子，等对方那根；超时才能脱身：",
        "Deadlock: each holds one and waits for the other's; a time-out saves them:",
    )
    left, right = mp.Lock(), mp.Lock()
    fact(opposite_order=dinner(left, right, same_order=False))
    say("大家按同一顺序上锁，就不会死锁：", "All lock in the same order, and there is no deadlock:")
    fact(same_order=dinner(left, right, same_order=True))


if __name__ == "__main__":
    run(main)
