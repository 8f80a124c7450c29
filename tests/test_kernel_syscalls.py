"""Which call a thread is blocked in, read from the line the kernel prints; and when such a wait ends."""

from __future__ import annotations

import math
import platform
import struct

import pytest

from grader.kernel.syscalls import Blocked, lasts, parse, wakes_at

NUMBERS = {"pause": 34, "poll": 7, "clock_nanosleep": 230, "futex": 202, "select": 23, "wait4": 61, "nanosleep": 35}
REALTIME, MONOTONIC, ABSOLUTE = 0, 1, 1
WAIT_BITSET, PRIVATE, CLOCK_REALTIME = 9, 128, 256
ADDRESS = 0x7000
x86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers of this test are those of x86_64")


def at_12_5(address: int, size: int) -> bytes:
    """The memory of a program that has the moment 12.5 s at ADDRESS."""
    assert (address, size) == (ADDRESS, 16)
    return struct.pack("=qq", 12, 500_000_000)


def blocked(name: str, *args: int) -> Blocked:
    return Blocked(NUMBERS[name], (*args, *[0] * (6 - len(args))), sp=1, pc=2)


@x86_64
def test_a_blocked_call_has_a_name_arguments_and_a_place() -> None:
    call = parse("7 0x7ffd 0x1 0xffffffff 0x0 0x10 0x7f 0x7ffd3a50 0x7f3b12cd\n")
    assert call is not None
    assert (call.name, call.args) == ("poll", (0x7FFD, 1, 0xFFFFFFFF, 0, 0x10, 0x7F))
    assert call.place == (7, 0x7FFD3A50, 0x7F3B12CD)


@pytest.mark.parametrize("line", ["running\n", "-1 0x7ffd3a50 0x7f3b12cd\n", "", "\n"])
def test_no_call_where_the_thread_runs_or_is_gone(line: str) -> None:
    assert parse(line) is None


def test_an_unknown_call_says_its_number_and_may_end_at_any_time() -> None:
    call = Blocked(4321, (0,) * 6, 0, 0)
    assert call.name == "syscall 4321"
    assert wakes_at(call, at_12_5) == -math.inf


@x86_64
@pytest.mark.parametrize(
    "call",
    [
        blocked("pause"),
        blocked("wait4"),
        blocked("poll", 0, 1, 0xFFFFFFFF),
        blocked("select", 1, 0, 0, 0, 0),
        blocked("futex", 0, WAIT_BITSET | PRIVATE, 0, 0),
    ],
    ids=lambda call: call.name,
)
def test_never_where_there_is_no_time_out(call: Blocked) -> None:
    assert wakes_at(call, at_12_5) == math.inf


@x86_64
@pytest.mark.parametrize(
    "call",
    [
        blocked("clock_nanosleep", MONOTONIC, ABSOLUTE, ADDRESS),
        blocked("futex", 0, WAIT_BITSET | PRIVATE, 0, ADDRESS),
        blocked("futex", 0, WAIT_BITSET, 0, ADDRESS),
    ],
    ids=lambda call: call.name,
)
def test_an_absolute_time_out_is_read_from_the_program(call: Blocked) -> None:
    assert wakes_at(call, at_12_5) == 12.5
    assert wakes_at(call, lambda *_: None) == -math.inf
    assert wakes_at(call, lambda *_: b"short") == -math.inf


@x86_64
@pytest.mark.parametrize(
    "call",
    [
        blocked("nanosleep", ADDRESS),
        blocked("clock_nanosleep", MONOTONIC, 0, ADDRESS),
        blocked("clock_nanosleep", REALTIME, ABSOLUTE, ADDRESS),
        blocked("poll", 0, 1, 1000),
        blocked("poll", 0, 1, 0),
        blocked("select", 1, 0, 0, 0, ADDRESS),
        blocked("futex", 0, PRIVATE, 0, ADDRESS),
        blocked("futex", 0, WAIT_BITSET | CLOCK_REALTIME, 0, ADDRESS),
    ],
    ids=lambda call: call.name,
)
def test_unknown_where_it_began_at_a_moment_nobody_noted(call: Blocked) -> None:
    assert wakes_at(call, at_12_5) == -math.inf


@x86_64
@pytest.mark.parametrize(
    ("call", "seconds"),
    [
        (blocked("poll", 0, 1, 3000), 3.0),
        (blocked("poll", 0, 1, 0xFFFFFFFF), math.inf),
        (blocked("nanosleep", ADDRESS), 12.5),
        (blocked("clock_nanosleep", MONOTONIC, 0, ADDRESS), 12.5),
        (blocked("clock_nanosleep", MONOTONIC, ABSOLUTE, ADDRESS), math.inf),
        (blocked("futex", 0, 0 | PRIVATE, 0, ADDRESS), 12.5),
        (blocked("futex", 0, WAIT_BITSET | PRIVATE, 0, ADDRESS), math.inf),
        (blocked("futex", 0, 0 | PRIVATE, 0, 0), math.inf),
        (blocked("wait4"), math.inf),
        (blocked("pause"), math.inf),
    ],
)
def test_how_long_a_wait_with_a_relative_time_out_lasts_at_most(call: Blocked, seconds: float) -> None:
    assert lasts(call, at_12_5) == seconds
    assert lasts(call, lambda _address, _size: None) in (seconds if call.name == "poll" else math.inf, math.inf)


@x86_64
def test_the_time_out_of_select_is_in_microseconds() -> None:
    call = blocked("select", 1, 0, 0, 0, ADDRESS)
    assert lasts(call, lambda _address, _size: struct.pack("=qq", 1, 500_000)) == 1.5
