"""A semaphore: n at once.

信号量：初值为 num，acquire 减一，为 0 时阻塞，release 加一；所以同时最多有 num 个进程进入。

Notes: sem = Semaphore(num); sem.acquire() 将信号量数量减一 信号量为0会阻塞;
sem.release() 将信号量数量加一; sem.get_value() 获取当前信号量的值
Errata: a semaphore (信号量) has nothing to do with signals (信号). ``release`` may raise it above ``num`` without a
word; ``BoundedSemaphore`` is the one that minds. ``get_value`` is a snapshot, and is missing on macOS.
Source: sem_overview(7), https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Semaphore
"""

import multiprocessing
import time
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier, Semaphore

from reference.stage import DEADLINE, join_all, run
from reference.words import erratum, fact, say

AT_ONCE = 3
VISITORS = 9  # a multiple of AT_ONCE: they meet inside in full groups

# fork, said and not left to the default: semaphore, barrier and counters are inherited.
mp = multiprocessing.get_context("fork")


def visit(sem: Semaphore, inside: "Synchronized[int]", most: "Synchronized[int]", group: Barrier) -> None:
    """Enter, count who is inside, wait until the room is full, and leave."""
    with sem:  # acquire(), and release() at the end
        with inside.get_lock():
            inside.value += 1
            most.value = max(most.value, inside.value)
        group.wait(DEADLINE)  # passes only when AT_ONCE are here together: proof that so many were let in
        with inside.get_lock():
            inside.value -= 1


def main() -> None:
    """Nine visitors, a room for three; then the value, blocking, and one release too many."""
    erratum(
        "信号量与信号无关，笔记中“根据信号的数量”应为信号量的值；macOS 没有 get_value。",
        "a semaphore (信号量) has nothing to do with signals (信号); macOS has no get_value.",
    )
    sem = mp.Semaphore(AT_ONCE)
    inside, most, group = mp.Value("i", 0), mp.Value("i", 0), mp.Barrier(AT_ONCE)
    visitors = [mp.Process(target=visit, args=(sem, inside, most, group)) for _ in range(VISITORS)]
    say(f"{VISITORS} 个进程，同时最多 {AT_ONCE} 个进入：", f"{VISITORS} processes, at most {AT_ONCE} inside at once:")
    for visitor in visitors:
        visitor.start()
    join_all(*visitors)
    fact(at_once=AT_ONCE, most_inside=most.value, all_left=inside.value == 0)
    fact(all_ended_well=all(visitor.exitcode == 0 for visitor in visitors), value_at_end=sem.get_value())

    say("acquire 减一，为 0 时阻塞：", "acquire takes one; at 0 it blocks:")
    values = []
    for _ in range(AT_ONCE):
        sem.acquire()
        values.append(sem.get_value())
    started = time.monotonic()
    fact(values=values, got_a_fourth=sem.acquire(timeout=0.1), blocked_for=round(time.monotonic() - started, 3))
    sem.release()
    fact(after_release=sem.get_value(), got_one_then=sem.acquire(timeout=DEADLINE))

    erratum(
        "release 可以超过初值而不报错；BoundedSemaphore 才会检查：",
        "release may exceed the initial value; a bounded one objects:",
    )
    for _ in range(AT_ONCE + 1):
        sem.release()
    fact(above_initial=sem.get_value())
    try:
        mp.BoundedSemaphore(AT_ONCE).release()
    except ValueError as error:
        fact(bounded=str(error))


if __name__ == "__main__":
    run(main)
