"""Shared memory: ``Value``, ``Array``, with and without their lock, and ``SharedMemory``, today's way.

共享内存：Value 存一个数，Array 存一组数，多个进程看到同一份。读和写是两步，要用 get_lock() 包住，
否则会丢失；SharedMemory 是现在的做法，任何进程都能按名字找到它。

Notes: 共享内存： Value obj.value; Arrary shm[]
Errata: it is ``Array``. And ``value += 1`` is not safe although ``Value`` has a lock: reading is one step under the
lock and writing another, and between the two somebody else may write. Hold ``get_lock()`` around both.
Source: shm_overview(7), https://docs.python.org/3/library/multiprocessing.shared_memory.html
"""

import ctypes
import multiprocessing
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Barrier
from typing import Protocol

from reference.stage import DEADLINE, join_all, run
from reference.words import erratum, fact, say

TURNS = 3000
PROCESSES = 2

# fork, said and not left to the default: a Value is inherited.
mp = multiprocessing.get_context("fork")


class Counter(Protocol):
    """A ``Value`` that holds a number, with its lock or without."""

    value: int


def add(counter: Counter, guard: AbstractContextManager[object], start: Barrier) -> None:
    """Add 1 ``TURNS`` times: read, and write what was read plus 1."""
    start.wait(DEADLINE)  # nobody begins before all are there
    for _ in range(TURNS):
        with guard:
            seen = counter.value
            os.sched_yield()  # the other process's turn: likely here anyway, but now one sees it in a second
            counter.value = seen + 1


def lost(counter: Counter, guard: AbstractContextManager[object]) -> int:
    """Have several processes count at the same time. Returns how many of their additions are missing."""
    start = mp.Barrier(PROCESSES)
    processes = [mp.Process(target=add, args=(counter, guard, start)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    join_all(*processes)
    return PROCESSES * TURNS - counter.value


def in_child(target: Callable[..., None], *args: object) -> None:
    """Run a function in a process of its own, to its end."""
    process = mp.Process(target=target, args=args)
    process.start()
    join_all(process)


def fill(array: "ctypes.Array[ctypes.c_int]") -> None:
    """Write squares into the array."""
    for index in range(len(array)):
        array[index] = index * index


def write(name: str) -> None:
    """Find the block by its name alone, as a process that is no relative would, and write into it."""
    block = SharedMemory(name)
    assert block.buf is not None  # it has none only after close()
    block.buf[:5] = b"hello"
    block.close()


def main() -> None:
    """Count together in three ways, fill an array from a child, find a block by name."""
    say(f"{PROCESSES} 个进程各加 {TURNS} 次：", f"{PROCESSES} processes add 1 {TURNS} times each:")
    safe = mp.Value("i", 0)
    fact(additions=PROCESSES * TURNS, lost_without_lock=lost(mp.Value("i", 0, lock=False), nullcontext()))
    erratum(
        "Value 自带锁，但 value += 1 是读、写两步，仍会丢失：",
        "a Value has a lock, but value += 1 is two steps, and loses too:",
    )
    fact(lost_with_each_step_locked=lost(mp.Value("i", 0), nullcontext()))
    say("with value.get_lock(): 包住读和写，不再丢失：", "with value.get_lock(): around both, none is lost:")
    fact(lost_with_get_lock=lost(safe, safe.get_lock()))

    erratum("笔记中的 Arrary 应为 Array。", "the notes write Arrary; it is Array.")
    shm = mp.Array("i", 6)
    in_child(fill, shm)
    fact(array=shm[:])
    plain = [0] * 6
    in_child(fill, plain)
    say("普通列表不共享，子进程改的是自己的副本：", "A plain list is not shared: the child changed its own copy:")
    fact(plain_list=plain)

    say(
        "SharedMemory：任何进程都能按名字找到；close() 是自己不用了，unlink() 是删除：",
        "SharedMemory is found by its name, by any process; close() is for oneself, unlink() is for good:",
    )
    block = SharedMemory(create=True, size=16)
    try:
        in_child(write, block.name)
        assert block.buf is not None
        fact(block=bytes(block.buf[:5]).decode())
    finally:
        block.close()  # I do not need it any more
        block.unlink()  # nobody does
    try:
        SharedMemory(block.name)
    except FileNotFoundError as error:
        fact(after_unlink=type(error).__name__)


if __name__ == "__main__":
    run(main)
