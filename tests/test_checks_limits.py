"""A run that ended by a limit: the program's own fault, unless it was the clock's or only its output was cut."""

from __future__ import annotations

import pytest

from grader.model import Event
from tests.evidence import BUS, Ride, arrived, ended, event, output, released

ARRIVAL = BUS.relay("arrival")
MEMORY = event("limit", limit="memory_bytes", allowed=256 << 20, used=300 << 20)
KILLED = ended("driver", status=None, killed_by="SIGKILL")
CLOCK = event("limit", limit="wall_seconds", allowed=60, used=60.1)
LAST_STOP = ("arrival.relay", "exit.order", "exit.waits", "clean")


def at_the_last_stop(*happened: Event) -> Ride:
    return Ride().journey("arrival", *happened).held("arrival", *happened)


@pytest.mark.parametrize("happened", [(MEMORY,), (KILLED, MEMORY)], ids=["watch", "kernel"])
def test_a_limit_at_the_last_stop_fails_what_was_to_be_seen_there(happened: tuple[Event, ...]) -> None:
    results = at_the_last_stop(*happened).judge()
    for check in ("arrival.message", *LAST_STOP):
        assert (results[check].status, results[check].diagnosis) == ("fail", "limit-memory"), check
    assert results["keyboard.suspend"].blocked_by == "arrival.message"
    assert results["seatbelt.relay"].status == "pass"


@pytest.mark.parametrize("happened", [(CLOCK,), (event("failed", why="lost the pty", errno=None),)])
def test_the_end_by_the_clock_is_nobodys_fault(happened: tuple[Event, ...]) -> None:
    results = at_the_last_stop(*happened).judge()
    assert {results[check].status for check in ("arrival.message", *LAST_STOP)} == {"inconclusive"}


def test_output_that_was_cut_ends_no_run() -> None:
    """What was not seen after that has another reason."""
    cut = event("limit", limit="output_bytes", allowed=4 << 20, used=None)
    results = at_the_last_stop(output("到站了请下车"), cut, ended("conductor")).judge()
    assert {results[check].status for check in ("exit.order", "exit.waits")} == {"inconclusive"}


def test_a_limit_while_the_printer_is_held_fails_the_relay_though_the_signal_came() -> None:
    results = Ride().held("arrival", arrived(ARRIVAL), MEMORY).judge()
    assert (results["arrival.relay"].status, results["arrival.relay"].diagnosis) == ("fail", "limit-memory")
    assert (results["exit.waits"].status, results["exit.waits"].diagnosis) == ("fail", "limit-memory")
    assert results["exit.order"].status == "pass"


def test_a_limit_after_the_release_does_not_touch_the_relay() -> None:
    results = Ride().held("arrival", arrived(ARRIVAL), released(ARRIVAL), MEMORY).judge()
    assert (results["arrival.relay"].status, results["exit.waits"].status) == ("pass", "fail")


@pytest.mark.parametrize("relay", ["departure", "arrival"])
@pytest.mark.parametrize("happened", [(), (KILLED,)], ids=["watch", "kernel"])
@pytest.mark.parametrize("printed", [True, False])
def test_a_limit_after_a_key_fails_that(relay: str, happened: tuple[Event, ...], printed: bool) -> None:
    said = (output(BUS.relay(relay).message),) if printed else ()
    result = Ride().play("keyboard", relay, *said, *happened, MEMORY).judge()[f"keyboard.{BUS.relay(relay).key}"]
    assert (result.status, result.diagnosis) == ("fail", "limit-memory")


def test_keys_that_were_not_tried_for_a_limit_in_the_journey() -> None:
    """The message had come, so that its check does not block this one."""
    ride = Ride().journey("arrival", output("到站了请下车"), ended("conductor"), MEMORY).without("keyboard", "arrival")
    results = ride.judge()
    assert results["arrival.message"].status == "pass"
    for check in ("exit.order", "keyboard.suspend", "clean"):
        assert (results[check].status, results[check].diagnosis) == ("fail", "limit-memory"), check


@pytest.mark.parametrize(("limit", "status"), [(MEMORY, "fail"), (CLOCK, "inconclusive")])
def test_what_a_run_did_not_come_to(limit: Event, status: str) -> None:
    """It ended before: by the program's own doing, or not."""
    ride = Ride(closing=[limit]).without("journey", "arrival").without("held", "arrival")
    results = ride.judge()
    assert {results[check].status for check in ("arrival.message", *LAST_STOP)} == {status}
