"""``signal.alarm``: one clock per process.

时钟信号：alarm(sec) 在 sec 秒后向自身发送 SIGALRM。一个进程只有一个时钟：
再次设置会取代前一个，并返回它剩余的秒数。

Notes: signal.alarm(sec) 一定时间后向自身发送一个SIGALRM信号; 在一个进程中只允许有一个时钟，设置第二个的时候时间就会重置
Errata: the second call does not just reset the time, it *replaces* the first and returns what was left of it, in whole
seconds. ``alarm(0)`` cancels. ``setitimer(ITIMER_REAL, …)`` is the same clock with fractions. A forked child has none.
Source: alarm(2), setitimer(2), https://docs.python.org/3/library/signal.html#signal.alarm
"""

import os
import signal
import time
from types import FrameType

from reference import proc
from reference.stage import run
from reference.words import erratum, fact, say


def main() -> None:
    """Set the clock twice, see what the second call returns, and count how often it rings."""
    rings: list[float] = []

    def ring(_sig: int, _frame: FrameType | None) -> None:
        rings.append(time.monotonic())

    signal.signal(signal.SIGALRM, ring)  # without a handler SIGALRM ends the process
    started = time.monotonic()
    fact(first_call_returned=signal.alarm(30))
    say("alarm(30) 之后过 1.3 秒再 alarm(1)：", "alarm(30), and 1.3 s later alarm(1):")
    time.sleep(1.3)
    # Taken just before the call, and rounded by the kernel: to the nearest second.
    elapsed = time.monotonic() - started
    left = signal.alarm(1)
    reset = time.monotonic()
    erratum(
        "第二次调用取代第一次，并返回第一次剩余的秒数：",
        "the second call replaces the first and returns what was left of it:",
    )
    fact(second_call_returned=left, elapsed=round(elapsed, 3), left_exactly=round(30 - elapsed, 3))

    proc.until(lambda: bool(rings))
    fact(rang_after=round(rings[0] - reset, 3))
    fact(rings=len(rings), clock_left=signal.alarm(0))

    say(
        "alarm(0) 取消；setitimer 是同一个时钟，可用小数：",
        "alarm(0) cancels; setitimer is the same clock, with fractions:",
    )
    signal.setitimer(signal.ITIMER_REAL, 20.5)
    fact(alarm_sees_itimer=signal.alarm(0), after_cancel=signal.getitimer(signal.ITIMER_REAL)[0])

    say("子进程不继承时钟：", "A forked child does not inherit the clock:")
    signal.alarm(20)
    pid = os.fork()
    if pid == 0:
        os._exit(signal.alarm(0))  # what was left, as the exit status
    fact(left_in_child=os.waitstatus_to_exitcode(proc.wait_status(pid)), left_in_parent=signal.alarm(0))


if __name__ == "__main__":
    run(main)
