"""Which process is taken for the conductor where several could be it: tried one after the other, launch by launch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader import checks, grading, homework

from .launching import submission

pytestmark = pytest.mark.usefixtures("reaps_all")

BUS = homework.load()

# A pool of two workers that inherit all handlers. Launch by launch the other one gets the work. A file tells whose turn
# it is; its path is in hexadecimal, so that the grader does not see it and launches several side by side.
POOL = """
    import os, signal, time

    TURNS = open(bytes.fromhex("{turns}"), "a+b", buffering=0)
    TURNS.write(b".")
    TURNS.seek(0)
    turn = len(TURNS.read()) % 2
    DRIVER = os.getpid()
    done = False
    {slow}

    def handler(signum, frame):
        global done
        if os.getpid() == DRIVER:
            if signum == signal.SIGUSR1: print("老司机开车了", flush=True)
            elif signum == signal.SIGUSR2: print("车速有点快，系好安全带", flush=True)
            elif signum == signal.SIGTSTP: os.kill(workers[turn], signal.SIGUSR1)
        elif number == turn:
            if signum == signal.SIGINT: os.kill(DRIVER, signal.SIGUSR1)
            elif signum == signal.SIGQUIT: os.kill(DRIVER, signal.SIGUSR2)
            elif signum == signal.SIGUSR1: print("到站了请下车", flush=True); done = True

    for each in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(each, handler)
    waiting, over = os.pipe()
    workers = []
    for number in (0, 1):
        pid = os.fork()
        if pid == 0:
            os.close(over)
            if number != turn:
                os.read(waiting, 1)
            while number == turn and not done:
                time.sleep(0.05)
            os._exit(0)
        workers.append(pid)
    os.waitpid(workers[turn], 0)
    os.close(over)
    os.waitpid(workers[not turn], 0)
"""


@pytest.mark.parametrize(("slow", "hurry"), [("", False), ("time.sleep(0.4)", True)], ids=["batch", "slow_in_a_hurry"])
def test_another_worker_of_a_pool_gets_the_work_each_time(tmp_path: Path, slow: str, *, hurry: bool) -> None:
    """By its place among the workers the conductor was met in no launch, and a correct program had half the points."""
    source = POOL.format(turns=os.fsencode(tmp_path / "turns").hex(), slow=slow)
    found = grading.observe(submission(source), BUS, grading.Options(patience=1.0, hurry=hurry))
    assert {each.id: each.status for each in checks.judge(found, BUS)} == {
        each.id: "pass" for each in checks.judge(found, BUS)
    }
