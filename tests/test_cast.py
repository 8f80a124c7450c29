"""Who is taken for the driver and who for the conductor, from pictures made by hand."""

from __future__ import annotations

from grader import homework
from grader.kernel import signals
from grader.kernel.process import Process
from grader.kernel.syscalls import Blocked
from grader.model import Homework
from grader.scenarios.cast import choose

from . import pictures

BUS: Homework = homework.load()
DRIVERS, CONDUCTORS = ["SIGUSR1", "SIGUSR2", "SIGTSTP"], ["SIGINT", "SIGQUIT", "SIGUSR1"]
PAUSE = Blocked(34, (0,) * 6, sp=1, pc=2)


def process(pid: int, *caught: str, call: Blocked | None = PAUSE) -> Process:
    """A process that sleeps; SIGINT every Python catches from birth."""
    return pictures.process(pictures.thread(pid, call=call), caught=signals.mask({*caught, "SIGINT"}))


def test_the_one_that_takes_most_is_the_conductor_and_any_that_takes_some_is_a_candidate() -> None:
    own = [process(1, *DRIVERS), process(2), process(3, "SIGQUIT"), process(4, *CONDUCTORS)]
    cast = choose(own, BUS)
    assert cast is not None
    assert (cast.driver, cast.conductor, cast.candidates, cast.reversed) == (1, 4, (4, 3), False)
    other = choose(own, BUS, preferred=1)
    assert other is not None
    assert other.conductor == 3


def test_of_several_the_one_that_waits_where_the_conductor_was_seen_to() -> None:
    reading = Blocked(0, (0,) * 6, sp=1, pc=2)
    own = [process(1, *DRIVERS), process(2, *CONDUCTORS, call=reading), process(3, *CONDUCTORS)]
    found = [choose(own, BUS, rest=rest) for rest in (None, "pause", "read", "poll")]
    assert [cast and cast.conductor for cast in found] == [2, 3, 2, 2]


def test_roles_reversed() -> None:
    cast = choose([process(1, *CONDUCTORS), process(2, *DRIVERS)], BUS)
    assert cast is not None
    assert (cast.driver, cast.conductor, cast.reversed) == (2, 1, True)


def test_a_process_that_only_starts_the_two_others_is_not_the_conductor() -> None:
    cast = choose([process(1), process(2, *DRIVERS), process(3, *CONDUCTORS)], BUS)
    assert cast is not None
    assert (cast.driver, cast.conductor, cast.reversed) == (1, 3, False)


def test_a_driver_that_takes_everything_is_one_whatever_its_child_has_inherited() -> None:
    own = [process(1, *DRIVERS, *CONDUCTORS), process(2, "SIGUSR2", "SIGTSTP")]
    cast = choose(own, BUS)
    assert cast is not None
    assert not cast.reversed
