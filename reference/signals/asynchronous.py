"""Synchronous and asynchronous: the same work uninterrupted, and interrupted by signals.

同步与异步：同样的工作，先一步一步做完，再不断被信号打断着做，结果相同。
最后不用信号，由事件循环和线程异步地得到通知。

Notes: 同步：按照步骤一步一步往下顺序执行; 异步：在程序执行中利用内核，不想应用层的持续执行; 信号是唯一的异步通信方式
Errata: 不想 is a slip, probably for 不影响 (does not disturb). And signals are *not* the only asynchronous way: threads
call back, and an event loop (select, epoll, asyncio) is told by the kernel what is ready while it does something else;
shown below without any signal.
Source: signal(7), select(2), https://docs.python.org/3/library/asyncio.html,
https://docs.python.org/3/library/signal.html#execution-of-python-signal-handlers, PEP 475
"""

import asyncio
import os
import signal
import threading
import time
from types import FrameType

from reference.stage import DEADLINE, run
from reference.words import erratum, fact, say

STEPS = 400_000


def work(steps: list[int]) -> int:
    """Add up squares, one after the other. ``steps[0]`` shows how far it has come."""
    total = 0
    for step in range(STEPS):
        steps[0] = step
        total += step * step
    return total


async def talk_without_signals() -> tuple[str, int]:
    """Read from a pipe when it becomes ready, and count meanwhile. Returns the message and the count."""
    loop = asyncio.get_running_loop()
    reader, writer = os.pipe()
    arrived: asyncio.Future[str] = loop.create_future()

    def readable() -> None:
        arrived.set_result(os.read(reader, 100).decode())
        loop.remove_reader(reader)

    loop.add_reader(reader, readable)
    counted = 0
    try:
        while not arrived.done() and counted < 1_000_000:
            counted += 1
            if counted == 100:
                os.write(writer, b"ready")  # as another process might
            await asyncio.sleep(0)
        return await asyncio.wait_for(arrived, DEADLINE), counted
    finally:
        loop.remove_reader(reader)
        os.close(reader)
        os.close(writer)


def main() -> None:
    """Work alone, work under a shower of signals, sleep through them, and be told without signals."""
    steps = [0]
    interrupted_at: list[int] = []

    def interrupt(_sig: int, _frame: FrameType | None) -> None:
        interrupted_at.append(steps[0])

    say("同步：一步一步做完。", "Synchronous: one step after the other.")
    alone = work(steps)
    fact(alone=alone, interruptions_alone=len(interrupted_at))

    say(
        "异步：同样的工作，每毫秒被信号打断一次；结果不变。",
        "Asynchronous: a signal each millisecond; the same result.",
    )
    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    disturbed = work(steps)
    signal.setitimer(signal.ITIMER_REAL, 0)
    fact(
        disturbed=disturbed,
        interruptions=len(interrupted_at),
        in_the_middle=any(0 < step < STEPS - 1 for step in interrupted_at),
    )

    say(
        "阻塞中的系统调用也会被打断，处理函数执行后自动继续（PEP 475）：",
        "A blocking call is interrupted too, and goes on (PEP 475):",
    )
    interrupted_at.clear()
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    started = time.monotonic()
    time.sleep(0.2)
    slept = time.monotonic() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    fact(slept=round(slept, 3), interruptions_of_sleep=len(interrupted_at))

    erratum(
        "笔记“不想应用层的持续执行”疑为“不影响”之误：等待交给内核，程序照常往下执行。",
        "不想 in the notes is probably a slip for 不影响: the kernel waits, and the program goes on undisturbed.",
    )
    erratum("信号不是唯一的异步通信方式。事件循环与线程同样异步：", "signals are not the only asynchronous way:")
    interrupted_at.clear()
    message, counted = asyncio.run(talk_without_signals())
    fact(event_loop_got=message, counted_meanwhile=counted)
    rung = threading.Event()
    timer = threading.Timer(0.01, rung.set)
    timer.start()
    fact(thread_called_back=rung.wait(DEADLINE))
    timer.join(DEADLINE)
    fact(signals_needed=len(interrupted_at))


if __name__ == "__main__":
    run(main)
