"""Which facts pass the checks of the last stop, of the keys and of what is left, fail them, or leave them open."""

from __future__ import annotations

import dataclasses

from grader.checks import judge
from tests.evidence import (
    BUS,
    Ride,
    alive,
    arrived,
    ended,
    event,
    facts,
    leaving,
    output,
    played,
    released,
    startup,
    words,
)

ARRIVAL = BUS.relay(BUS.final)


# ----------------------------------------------------------------------------------------------------------- exits
def test_the_order_of_the_ends_is_that_of_the_timeline() -> None:
    ride = Ride().journey("arrival", output("到站了请下车"), ended("driver"), ended("conductor"), leaving()[2])
    results = ride.judge()
    assert (results["exit.order"].status, results["clean"].status) == ("fail", "fail"), "the conductor was left"


def test_how_a_process_ends_does_not_matter_to_the_order() -> None:
    killed = ended("conductor", status=None, killed_by="SIGKILL")
    ride = Ride().journey("arrival", killed, ended("driver", status=3), *leaving()[2:])
    assert ride.judge()["exit.order"].status == "pass"


def test_who_stays_fails_the_order() -> None:
    ride = Ride().journey("arrival", output("到站了请下车"), ended("conductor"), facts("driver", "after"))
    results = ride.judge()
    assert (results["exit.order"].status, results["exit.order"].diagnosis) == ("fail", "driver-never-leaves")
    assert (results["clean"].status, results["clean"].blocked_by) == ("skip", "exit.order")


def test_a_process_seen_neither_to_end_nor_to_stay_is_inconclusive() -> None:
    ride = Ride().journey("arrival", output("到站了请下车"), ended("conductor"))
    ride.held("arrival", arrived(ARRIVAL), released(ARRIVAL), ended("conductor"))
    results = ride.judge()
    assert (results["exit.order"].status, results["exit.waits"].status) == ("inconclusive", "inconclusive")


def test_a_conductor_that_was_never_told_is_not_blamed() -> None:
    results = Ride().both("arrival", *alive()).judge()
    assert results["arrival.relay"].status == "fail"
    for check in ("exit.order", "exit.waits", "clean"):
        assert (results[check].status, results[check].blocked_by) == ("skip", "arrival.relay")


def test_a_conductor_that_was_told_and_stays_fails_both() -> None:
    ride = Ride().journey("arrival", output("到站了请下车"), *alive())
    ride.held("arrival", arrived(ARRIVAL), released(ARRIVAL), output("到站了请下车"), *alive())
    results = ride.judge()
    assert (results["exit.order"].status, results["exit.waits"].status) == ("fail", "fail")


def test_leaving_while_the_conductor_is_held_fails_waits_alone() -> None:
    ride = Ride().held("arrival", arrived(ARRIVAL), ended("driver"), released(ARRIVAL), ended("conductor"))
    results = ride.judge()
    assert (results["exit.order"].status, results["exit.waits"].status) == ("pass", "fail")


def test_leaving_after_the_release_but_before_the_conductor_fails_waits() -> None:
    ride = Ride().held("arrival", arrived(ARRIVAL), released(ARRIVAL), ended("driver"), ended("conductor"))
    assert ride.judge()["exit.waits"].status == "fail"


def test_leaving_while_the_conductor_is_ending_is_waiting_if_the_held_run_shows_that() -> None:
    """The kernel closes a process's pipes before it tells of its end."""
    close = (ended("driver", exiting=("conductor",)), ended("conductor"), leaving()[2])
    ride = Ride().journey("arrival", output("到站了请下车"), *close)
    ride.held("arrival", arrived(ARRIVAL), released(ARRIVAL), *close)
    results = ride.judge()
    assert [results[each].status for each in ("exit.order", "exit.waits", "clean")] == ["pass", "pass", "pass"]
    ride.held("arrival", arrived(ARRIVAL), close[0], released(ARRIVAL), *close[1:])
    results = ride.judge()
    assert [results[each].status for each in ("exit.order", "exit.waits", "clean")] == ["fail", "fail", "fail"]


# ------------------------------------------------------------------------------------------------ keyboard and rest
def test_a_key_that_ends_a_process_fails() -> None:
    ride = Ride().play("keyboard", "departure", output("老司机开车了"), ended("driver"), facts("conductor", "after"))
    assert ride.judge()["keyboard.interrupt"].status == "fail"


def test_the_last_key_has_both_end() -> None:
    ride = Ride().play("keyboard", "arrival", output("到站了请下车"), ended("conductor"), facts("driver", "after"))
    assert ride.judge()["keyboard.suspend"].status == "fail"
    lost = Ride().play("keyboard", "arrival", output("到站了请下车"), ended("conductor"))
    assert lost.judge()["keyboard.suspend"].status == "inconclusive"
    assert "not tried" not in words(lost.judge()["keyboard.suspend"].observed)
    untried = Ride().without("keyboard", "arrival").judge()["keyboard.suspend"]
    assert (untried.status, "not tried" in words(untried.observed)) == ("inconclusive", True)


def test_what_is_left_fails_clean_and_not_having_looked_leaves_it_open() -> None:
    left = event("left", processes=({"pid": 7, "name": "python3", "state": "S"},))
    assert Ride().journey("arrival", output("到站了请下车"), *leaving(), left).judge()["clean"].status == "fail"
    unseen = Ride().journey("arrival", output("到站了请下车"), *leaving()[:2])
    assert unseen.judge()["clean"].status == "inconclusive"


def test_a_relay_tried_again_after_a_failure_is_judged_by_the_second_try() -> None:
    ride = Ride()
    evidence = ride.evidence()
    broken = [
        dataclasses.replace(each, launch=9)
        for each in (*startup(), *played(BUS.relays[0], "journey", happened=()), event("failed", why="x", errno=None))
    ]
    results = judge(dataclasses.replace(evidence, events=(*broken, *evidence.events)), BUS)
    assert {result.status for result in results} == {"pass"}
