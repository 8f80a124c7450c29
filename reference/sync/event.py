"""An event: one says "now", any number wait for it.

事件：wait 阻塞，直到有人 set；一次 set 放行所有等待者，clear 之后又会阻塞，is_set 查看状态。

Notes: e = Event(); e.wait([timeout]) 事件阻塞; e.set() 事件设置; e.clear() 事件清除; e.is_set() 事件判断
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Event,
https://docs.python.org/3/library/threading.html#threading.Event
"""

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from reference import proc
from reference.stage import DEADLINE, join_all, receive, run
from reference.words import fact, say

RUNNERS = 4

# fork, said and not left to the default: the event is inherited.
mp = multiprocessing.get_context("fork")


def runner(start: Event, line: Connection) -> None:
    """Wait for the start and report when it came."""
    line.send("ready")
    started = start.wait(DEADLINE)
    line.send((started, time.monotonic()))  # one clock for the whole machine


def main() -> None:
    """``is_set``, ``wait`` in vain, ``set`` for four processes at once, and ``clear``."""
    e = mp.Event()
    started = time.monotonic()
    say("未设置时 wait 阻塞，超时返回 False：", "Not set: wait blocks, and returns False after its time-out:")
    fact(at_first=e.is_set(), wait_in_vain=e.wait(0.1), waited=round(time.monotonic() - started, 3))

    say(
        f"{RUNNERS} 个进程等同一个事件，set 一次全部放行：",
        f"{RUNNERS} processes wait for one event; one set() lets all go:",
    )
    here, there = mp.Pipe(duplex=False)
    runners = [mp.Process(target=runner, args=(e, there)) for _ in range(RUNNERS)]
    for process in runners:
        process.start()
    for _ in runners:
        receive(here)
    proc.until(lambda: all(proc.state(process.pid or 0) == "S" for process in runners))
    fact(anybody_gone_before_set=here.poll())
    gun = time.monotonic()
    e.set()
    results = [receive(here) for _ in runners]
    join_all(*runners)
    fact(
        released=sum(started for started, _ in results),
        none_before_set=all(at >= gun for _, at in results),
        last_after_ms=round((max(at for _, at in results) - gun) * 1000, 1),
    )

    say("设置后 wait 不再阻塞，clear 之后又会阻塞：", "Once set, wait does not block; after clear it does again:")
    fact(is_set=e.is_set(), wait_when_set=e.wait(DEADLINE))
    e.clear()
    fact(after_clear=e.is_set(), wait_after_clear=e.wait(0.05))
    here.close()
    there.close()


if __name__ == "__main__":
    run(main)
