"""Each limit, with a small program that runs into it; each of those stops by itself where nothing stops it."""

from __future__ import annotations

import errno
import time
from dataclasses import replace
from typing import Any

import pytest

from grader.limits import LimitReached, Watch
from grader.model import Event, Limits
from grader.program import Program
from grader.recorder import Recorder

from .launching import BOTH, UNLIMITED, launcher, output, prints, running
from .victims import VICTIMS, asleep, line, seen, until, victim

pytestmark = pytest.mark.usefixtures("reaps_all")

MIB = 1 << 20


def source(name: str) -> bytes:
    return (VICTIMS / name).read_bytes()


def only(**limits: Any) -> Limits:
    """These limits alone."""
    return replace(UNLIMITED, **limits)


def reached(name: str, limits: Limits, *, walls: bool) -> Event:
    """The limit that ends the program, as it is recorded; the launch leaves nothing behind."""
    recorder = Recorder("journey", 1)
    with launcher(source(name), walls=walls, limits=limits).started() as terminal:
        with pytest.raises(LimitReached) as error, Program(terminal, recorder, limits) as program:
            until(lambda: program.look() is None)
        (event,) = (each for each in recorder.events if each.event == "limit")
    assert (error.value.limit, error.value.allowed, error.value.used) == tuple(
        event.data[key] for key in ("limit", "allowed", "used")
    )
    return event


@BOTH
@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("forks_many.py", {"processes": 20}),
        ("threads_many.py", {"processes": 20}),
        ("takes_memory.py", {"memory_bytes": 100 * MIB}),
        ("takes_memory_together.py", {"memory_bytes": 100 * MIB}),
        ("spins.py", {"cpu_seconds": 0.3}),
        ("short_children.py", {"cpu_seconds": 0.6}),
        ("each_signal_its_way.py", {"wall_seconds": 0.3}),
        ("each_signal_its_way.py", {"processes": 0}),  # at the first look
    ],
)
def test_the_run_ends_at_the_limit(name: str, limits: dict[str, float], walls: bool) -> None:
    event = reached(name, only(**limits), walls=walls)
    ((limit, allowed),) = limits.items()
    assert (event.data["limit"], event.data["allowed"]) == (limit, allowed)


@BOTH
def test_a_file_is_no_larger_than_allowed(walls: bool) -> None:
    limits = only(file_bytes=MIB)
    assert output(source("writes_a_big_file.py"), walls=walls, limits=limits).split() == [str(errno.EFBIG)]


@BOTH
def test_no_more_files_are_open_than_allowed(walls: bool) -> None:
    limits = only(open_files=40)
    number, count = output(source("opens_many_files.py"), walls=walls, limits=limits).split()
    assert int(number) == errno.EMFILE
    assert 30 <= int(count) <= 37  # and three for the terminal, and those Python itself has open


def test_the_folder_behind_walls_holds_no_more_than_allowed() -> None:
    limits = only(disk_bytes=8 * MIB)
    number, count = output(source("fills_its_folder.py"), walls=True, limits=limits).split()
    assert int(number) == errno.ENOSPC
    assert 8 <= int(count) <= 16  # of half a MiB


@BOTH
@pytest.mark.parametrize("name", ["writes_a_big_file.py", "fills_its_folder.py", "opens_many_files.py"])
def test_without_a_limit_all_of_it_works(name: str, walls: bool) -> None:
    """So it is the limit that stops it in the tests above."""
    assert output(source(name), walls=walls, limits=only(open_files=1000)).startswith("all of ")


@BOTH
def test_memory_in_common_counts_once(walls: bool) -> None:
    limits = only(memory_bytes=150 * MIB)
    with running(source("forks_with_much_in_common.py"), walls=walls, limits=limits) as program:
        prints(program, "ready")
        end = time.monotonic() + 0.1  # several looks at the memory
        until(lambda: len(program.look()) == 13 and time.monotonic() > end)


def test_a_watch_without_limits_lets_all_pass() -> None:
    with victim("many_threads.py", "3") as started:
        assert line(started) == "ready"
        Watch(UNLIMITED, began=-1e9).check([asleep(started.pid)], None)


def test_the_watch_counts_threads_and_adds_processes_up() -> None:
    with victim("many_threads.py", "3") as first, victim("many_threads.py", "4") as second:
        assert line(first) == line(second) == "ready"
        both = [asleep(first.pid), asleep(second.pid)]
        Watch(only(processes=11), began=0.0).check(both, None)
        with pytest.raises(LimitReached) as error:
            Watch(only(processes=10), began=0.0).check(both, None)
        assert (error.value.limit, error.value.used) == ("processes", 11)


def test_the_watch_adds_up_memory() -> None:
    with victim("holds_memory.py", "40") as first, victim("holds_memory.py", "40") as second:
        assert line(first) == line(second) == "ready"
        both = [seen(first.pid), seen(second.pid)]
        for each in both:
            Watch(only(memory_bytes=70 * MIB), began=0.0).check([each], None)
        with pytest.raises(LimitReached) as error:
            Watch(only(memory_bytes=70 * MIB), began=0.0).check(both, None)
        assert error.value.limit == "memory_bytes"


def test_the_watch_sees_the_memory_though_the_main_thread_has_ended() -> None:
    with victim("main_thread_ends.py") as started:
        assert line(started) == "ready"
        until(lambda: seen(started.pid).threads[0].tid != started.pid)
        found = seen(started.pid)
        with pytest.raises(LimitReached) as error:
            Watch(only(memory_bytes=20 * MIB), began=0.0).check([found], None)
        assert error.value.limit == "memory_bytes"


def test_the_watch_asks_the_control_group_after_each_end() -> None:
    """A program that the kernel ended for its memory must not be taken for one that ended by itself."""
    asked: list[float] = []

    class Group:
        def check(self) -> None:
            asked.append(time.monotonic())
            if len(asked) == 2:
                raise LimitReached("processes", 3, None)

    watch = Watch(UNLIMITED, began=0.0)
    watch.check([], Group())
    with pytest.raises(LimitReached):
        watch.check([], Group(), at_once=True)


def test_no_limits_at_all() -> None:
    """A homework may lift each of them; the output is kept nonetheless."""
    assert len(output("print('x' * 6_000_000)", limits=UNLIMITED)) > 6_000_000
