"""Which programs can be told by their source to do nothing by themselves; and what becomes of those that spin."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import pytest

from grader import checks, grading, homework
from grader.idling import only_reacts
from grader.kernel.process import Process
from grader.model import Evidence
from grader.program import Program
from grader.scenarios.spinning import Spinners

from .launching import submission
from .pictures import process, thread

BUS = homework.load()
HEAD = "import os, signal\nfrom time import sleep\nimport time\n"


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "flag = 0\nwhile flag == 0:\n    pass",
        "while process.is_alive(): pass",
        "while os.waitpid(0, os.WNOHANG) == (0, 0): continue",
        "for number in (signal.SIGINT, signal.SIGQUIT): signal.signal(number, handler)",
        "sleep(1)\ntime.sleep(2)\nwhile True: pass",
        "from multiprocessing import Process, Event",
        "def handler(*_):\n    global done\n    done = True\n    print('pid %d' % os.getpid(), 'a' + text)",
    ],
)
def test_it_only_reacts(code: str) -> None:
    assert only_reacts((HEAD + code).encode())


@pytest.mark.parametrize(
    "code",
    [
        "while time.time() < end: pass",
        "from time import monotonic",
        "import time as clock",
        "from time import *",
        "clock = time\nclock.time()",
        "clock = time\nclock.sleep(1)",
        "text = text2 + 'x'\ntext2 = text",
        "os.path.getmtime('/tmp/flag')",
        "while lock.acquire(False): pass",
        "text = 'x' * 100000000",
        "import datetime",
        "while os.times().elapsed < end: pass",
        "signal.setitimer(signal.ITIMER_REAL, 1)",
        "threading.Timer(1, leave).start()",
        "for _ in range(10 ** 7): pass",
        "while count < 1000: count += 1",
        "while count < 1000: count = count + 1",
        "while count < 1000: count = following(count)",
        "rounds = [1 for _ in rounds]",
        "while True: rounds.append(1)",
        "for _ in iter(int, 1): pass",
        "def rounds():\n    while True: yield",
        "os.stat('/tmp/flag').st_mtime",
        "open('/proc/uptime').read()",
        "exec('import ' + 'time')",
        "os.execvp('bus', ['bus'])",
        "import random",
        "while True: (",
        "\0",
    ],
)
def test_it_may_count_or_tell_the_time(code: str) -> None:
    assert not only_reacts((HEAD + code).encode())


PROGRAM = """
import os, signal, time
def leave(*_):
    print("到站了请下车", flush=True)
    os._exit(0)
driver = os.getpid()
child = os.fork()
if child == 0:
    for signum, relayed in ((signal.SIGINT, signal.SIGUSR1), (signal.SIGQUIT, signal.SIGUSR2)):
        signal.signal(signum, lambda *_, relayed=relayed: os.kill(driver, relayed))
    signal.signal(signal.SIGUSR1, leave)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True: signal.pause()
signal.signal(signal.SIGUSR1, lambda *_: print("老司机开车了", flush=True))
signal.signal(signal.SIGUSR2, lambda *_: print("车速有点快，系好安全带", flush=True))
signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
"""


def observed(loop: str) -> Evidence:
    return grading.observe(submission(PROGRAM + loop), BUS, grading.Options())


def waits(found: Evidence, awaiting: str, run: str) -> list[Any]:
    return [
        each.data["outcome"]
        for each in found.events
        if each.event == "waited" and each.run == run and each.data["awaiting"] == awaiting
    ]


@pytest.mark.usefixtures("reaps_all")
def test_one_that_can_only_react_is_not_watched_for_a_whole_patience() -> None:
    found = observed("while os.waitpid(child, os.WNOHANG) == (0, 0): pass")
    assert waits(found, "quiet", "journey") == ["never"]
    assert [each.data["why"] for each in found.events if each.event == "released" and each.relay == BUS.final] == [
        "settled"
    ]
    assert {each.status for each in checks.judge(found, BUS)} == {"pass"}


@pytest.mark.usefixtures("reaps_all")
def test_one_that_counts_is() -> None:
    found = observed("rounds = 0\nwhile os.waitpid(child, os.WNOHANG) == (0, 0): rounds += 1")
    assert waits(found, "quiet", "journey") == ["patience"]
    assert {each.status for each in checks.judge(found, BUS)} == {"pass"}


@pytest.mark.usefixtures("reaps_all")
def test_one_that_looks_at_the_clock_is_seen_to_leave_by_it() -> None:
    found = observed("end = time.monotonic() + 0.6\nwhile time.monotonic() < end: pass")
    assert waits(found, "quiet", "journey") == ["came"]


class Pretended:
    """What Spinners asks of a program: two processes, the first of which spins."""

    only_reacts = True
    written = 0

    def __init__(self) -> None:
        self.processes: dict[int, Process] = {}
        self.run(0.0, None)

    @property
    def awake(self) -> dict[int, Process]:
        return {pid: each for pid, each in self.processes.items() if not each.blocked}

    def run(self, first: float, second: float | None, *, turns: int = 1, pending: int = 0) -> None:
        """Seconds that each has used by now; None of a second that sleeps."""
        self.processes = {
            1: picture(1, "R", first, 1, pending),
            2: picture(2, "S" if second is None else "R", second or 0.0, turns),
        }


def picture(pid: int, state: str, cpu: float, turns: int, pending: int = 0) -> Process:
    wakes = math.inf if state == "S" else -math.inf
    return process(thread(pid, state=state, wakes=wakes, cpu=cpu, turns=turns), shared_pending=pending)


def pretended() -> tuple[Pretended, Spinners]:
    program = Pretended()
    return program, Spinners(cast(Program, program))


def test_one_that_has_spun_three_rounds_is_idle() -> None:
    program, spinners = pretended()
    found = []
    for round_ in range(6):
        program.run(round_ * 0.03, None)
        found.append(spinners.idle())
    assert found == [frozenset()] * 3 + [{1}] * 3


@pytest.mark.parametrize("change", ["turns", "pending", "written", "born", "counts", "thread"])
def test_nothing_is_idle_where_something_may_be_under_way(change: str) -> None:
    """The other has run, a signal has come, something was written, a process was born, the source is not plain, or
    another thread of the one that spins is asleep for a while only.
    """
    program, spinners = pretended()
    for round_ in range(6):
        program.run(
            round_ * 0.03,
            None,
            turns=round_ if change == "turns" else 1,
            pending=round_ if change == "pending" else 0,
        )
        program.written = round_ if change == "written" else 0
        program.only_reacts = change != "counts"
        if change == "born":
            program.processes[3] = picture(3, "R", round_ * 0.03, 1)
        if change == "thread":
            spins = program.processes[1]
            sleeps = replace(spins.threads[0], tid=7, state="S", wakes=1e9)
            program.processes[1] = replace(spins, threads=(*spins.threads, sleeps))
        assert spinners.idle() == frozenset()


def test_it_tells_how_long_the_round_takes_at_least() -> None:
    """So that those that spin are looked at as soon as it may be over, and spin no longer than they have to."""
    program, spinners = pretended()
    left = []
    for first, second in ((0.0, 0.0), (0.004, 0.001), (0.02, 0.02), (0.023, None), (0.025, None)):
        program.run(first, second)
        spinners.idle()
        left.append(spinners.left)
    assert left == pytest.approx([0.01, 0.009, 0.01, 0.01, 0.008])
    program.processes = {2: picture(2, "S", 0.0, 1)}
    spinners.idle()
    assert spinners.left == math.inf


def test_two_that_spin_have_to_run_in_turn() -> None:
    """On a busy machine one may have used all the time, while the other has a signal to act on."""
    program, spinners = pretended()
    for first, second in ((0.0, 0.0), (0.9, 0.005), (0.9, 0.015), (0.905, 0.9), (0.915, 0.9), (0.915, 0.915)):
        program.run(first, second)
        assert spinners.idle() == frozenset()
    program.run(1.3, 1.3)
    assert spinners.idle() == {1, 2}
