"""The clock that counts the program's time: by pictures made by hand, and with a process that is starved for real."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

import pytest

from grader.kernel.patience import Patience
from grader.kernel.process import Process

from .pictures import process, thread
from .victims import asleep, line, seen, until, victim


class Clock:
    """time.monotonic by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "monotonic", made)
    return made


def spent(clock: Clock, seconds: float, before: list[Process], after: list[Process]) -> float:
    """What these seconds count, between two looks."""
    patience = Patience(2.0)
    patience.tick(before)
    clock.now += seconds
    return patience.tick(after)


def test_time_in_which_all_wait_counts_in_full(clock: Clock) -> None:
    assert spent(clock, 1.5, [process(thread())], [process(thread())]) == pytest.approx(1.5)


def test_time_on_the_processor_counts(clock: Clock) -> None:
    assert spent(clock, 1.0, [process(thread(state="R"))], [process(thread(state="R", cpu=1.0))]) == pytest.approx(1.0)


def test_time_in_the_queue_does_not(clock: Clock) -> None:
    after = [process(thread(state="R", cpu=0.25, queued=0.75))]
    assert spent(clock, 1.0, [process(thread(state="R"))], after) == pytest.approx(0.25)


def test_nor_does_a_queue_the_kernel_has_not_added_up_yet(clock: Clock) -> None:
    """It does so only when the thread runs."""
    assert spent(clock, 1.0, [process(thread(state="R"))], [process(thread(state="R"))]) == 0


def test_the_queue_of_one_excuses_the_others(clock: Clock) -> None:
    """They may be waiting for it."""
    before = [process(thread(1)), process(thread(2, "R"))]
    after = [process(thread(1)), process(thread(2, "R", cpu=0.1, queued=0.9))]
    assert spent(clock, 1.0, before, after) == pytest.approx(0.1)


def test_many_that_spin_on_a_crowded_machine_come_to_an_end(clock: Clock) -> None:
    """Together they queue for longer than the time that passed; what one of them ran counts all the same."""
    before = [process(*(thread(tid, "R") for tid in range(1, 9)))]
    after = [process(*(thread(tid, "R", cpu=0.25, queued=0.75) for tid in range(1, 9)))]
    assert spent(clock, 1.0, before, after) == pytest.approx(0.25)


def test_waiting_for_the_disk_does_not_count_for_a_while(clock: Clock) -> None:
    patience = Patience(2.0)
    picture = [process(thread(state="D"), state="D")]
    patience.tick(picture)
    clock.now += 1.0
    assert patience.tick(picture) == 0
    for _ in range(20):  # a parent in vfork(2) looks the same, and may stay there for ever
        clock.now += 1.0
        patience.tick(picture)
    assert patience.over


def test_a_process_that_has_just_appeared_is_no_excuse(clock: Clock) -> None:
    assert spent(clock, 1.0, [], [process(thread(queued=50.0))]) == pytest.approx(1.0)


def test_a_zombie_neither_waits_nor_runs(clock: Clock) -> None:
    zombie = process(thread(state="R"), state="Z")
    assert spent(clock, 1.0, [zombie], [zombie]) == pytest.approx(1.0)


def test_the_time_before_the_first_look_counts_nothing(clock: Clock) -> None:
    patience = Patience(2.0)
    clock.now += 60
    assert patience.tick([process(thread())]) == 0
    assert not patience.over


def test_a_reset_starts_anew_and_over_is_the_limit(clock: Clock) -> None:
    patience = Patience(2.0)
    patience.tick([process(thread())])
    clock.now += 2.0
    patience.tick([process(thread())])
    assert patience.over
    patience.reset()
    assert not patience.over
    assert patience.spent == 0.0


@contextlib.contextmanager
def crowded() -> Iterator[int]:
    """A processor that three processes want all of the time, and a fourth of the least priority."""
    (processor, *_) = sorted(os.sched_getaffinity(0))
    with contextlib.ExitStack() as stack:
        spinners = [stack.enter_context(victim("spins.py")) for _ in range(4)]
        for each in spinners:
            assert line(each) == "ready"
        for each in spinners:
            os.sched_setaffinity(each.pid, {processor})
        os.setpriority(os.PRIO_PROCESS, spinners[-1].pid, 19)
        yield spinners[-1].pid


def test_one_that_is_starved_is_given_time() -> None:
    """Of one second it gets about 5 milliseconds on the processor: that, and not the second, is what counts."""
    with crowded() as starved:
        patience = Patience(60.0)
        patience.tick([seen(starved)])
        began, before = time.monotonic(), seen(starved).cpu
        until(lambda: patience.tick([seen(starved)]) >= 0 and time.monotonic() - began > 1)
        ran = seen(starved).cpu - before
        assert patience.spent <= ran + 0.2 * (time.monotonic() - began)


def test_one_that_sleeps_on_a_crowded_machine_is_not() -> None:
    with crowded(), victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        asleep(started.pid)
        patience = Patience(60.0)
        patience.tick([seen(started.pid)])
        began = time.monotonic()
        until(lambda: patience.tick([seen(started.pid)]) >= 0 and time.monotonic() - began > 0.5)
        assert patience.spent > 0.5 * 0.9


def test_a_short_clock_goes_on_until_so_many_looks_were_taken(clock: Clock) -> None:
    patience = Patience(0.1, looks=3)
    for over in (False, False, True):
        clock.now += 60
        patience.tick([process(thread())])
        assert patience.over is over


def test_as_much_as_is_to_be_left_is_left(clock: Clock) -> None:
    patience = Patience(2.0)
    patience.tick([process(thread())])
    clock.now += 1.75
    patience.tick([process(thread())])
    patience.leave(0.1)
    assert patience.spent == pytest.approx(1.75)
    patience.leave(1.0)
    assert patience.spent == pytest.approx(1.0)
