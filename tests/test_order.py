"""In which order a pool takes its tasks."""

from __future__ import annotations

import pytest

from grader import homework
from grader.evidence import save
from grader.judging import report
from grader.order import interleaved, length
from grader.work import Finished, Task

from .evidence import Ride
from .launching import submission


def task(number: int, seconds: float = 0) -> Task:
    return Task(number, submission(f"import time\ntime.sleep({seconds})\n"))


def numbers(tasks: list[Task | Finished], ahead: int) -> list[int]:
    return [each.number for each in interleaved(tasks, ahead)]


def test_those_that_sleep_longest_come_first_and_others_as_they_are_handed_in() -> None:
    assert numbers([task(0), task(1, 2), task(2), task(3, 10), task(4, 0.5)], 5) == [3, 1, 4, 0, 2]


def test_one_that_will_not_take_long_is_taken_in_turn() -> None:
    quick = [Task(number, submission("signal.pause()")) for number in range(4)]
    slow = [task(number, number) for number in range(4, 7)]
    assert numbers([*quick, *slow], 9) == [0, 6, 1, 5, 2, 4, 3]
    assert numbers([*quick, *slow], 0) == [0, 1, 2, 3, 4, 5, 6]


def test_only_so_many_are_known_ahead() -> None:
    taken = []

    def tasks() -> object:
        for number in range(6):
            taken.append(number)
            yield task(number, number)

    order = interleaved(tasks(), 2)  # type: ignore[arg-type]
    assert next(order).number == 2
    assert taken == [0, 1, 2]
    assert [each.number for each in order] == [3, 4, 5, 1, 0]


def test_what_is_finished_waits_for_nobody() -> None:
    evidence = Ride().evidence()
    finished = Finished(1, report(evidence, homework.load()), (save(evidence),))
    assert numbers([task(0, 5), finished, task(2, 9)], 5) == [1, 2, 0]


@pytest.mark.parametrize(
    ("source", "seconds"),
    [
        (b"time.sleep(3)", 7),
        (b"sleep (.5); sleep(1.25)", 5.75),
        (b"sleep(seconds)", 4),
        (b"sleep(1e9)", 5),
        (b"sleep(99999999999999999999)", 10003),
        (b"os.waitpid(pid, os.WNOHANG)", 4),
        (b"signal.pause()", 0),
        (b"\xff\0", 0),
    ],
)
def test_seconds_it_will_probably_take(source: bytes, seconds: float) -> None:
    assert length(source) == seconds
