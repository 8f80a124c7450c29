"""Which facts pass a check, which fail it, and which leave it open."""

from __future__ import annotations

import dataclasses

import pytest

from grader.checks import judge, titles
from grader.model import CheckResult, Event
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
    released,
    startup,
    words,
)

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays
HELD_OUTPUT = {"frozen": "driver"}


def statuses(results: dict[str, CheckResult]) -> set[str]:
    return {result.status for result in results.values()}


def test_a_good_ride_passes_every_check_in_the_order_of_the_homework() -> None:
    results = judge(Ride().evidence(), BUS)
    assert tuple(result.id for result in results) == BUS.check_ids()
    assert {result.status for result in results} == {"pass"}
    assert sum(result.points for result in results) == 100


def test_points_come_from_the_homework() -> None:
    dear = dataclasses.replace(BUS, points={**BUS.points, "clean": 7, "exit.order": 1})
    results = Ride(homework=dear).judge()
    assert (results["clean"].points, results["exit.order"].max_points) == (7, 1)


def test_nothing_observed_is_inconclusive_throughout() -> None:
    evidence = dataclasses.replace(Ride().evidence(), events=())
    assert {result.status for result in judge(evidence, BUS)} == {"inconclusive"}


def test_every_sentence_can_be_filled_in() -> None:
    for result in judge(Ride().evidence(), BUS):
        assert words(result.title) and "{" not in words(result.title)
        assert words(result.expected) and words(result.observed)


def test_titles_are_the_first_lines_of_the_checks() -> None:
    assert len(titles()) == len(set(titles())) == 7
    assert {result.title.msgid for result in judge(Ride().evidence(), BUS)} == set(titles())


# ------------------------------------------------------------------------------------------------------- processes
def test_one_process_leaves_nothing_to_judge() -> None:
    ride = Ride(start=[*startup()[:2], event("roles", driver=100, conductor=None), facts("driver", "start")])
    ride.attempts.clear()
    results = ride.judge()
    assert results.pop("processes").status == "fail"
    assert statuses(results) == {"skip"}
    assert {result.blocked_by for result in results.values()} == {"processes"}


@pytest.mark.parametrize("role", ["driver", "conductor"])
def test_an_end_before_the_first_signal_fails_processes(role: str) -> None:
    ride = Ride(start=[*startup(), ended("driver" if role == "driver" else "conductor")])
    ride.attempts.clear()
    assert ride.judge()["processes"].status == "fail"
    assert ride.judge()["clean"].status == "skip"


def test_a_quiet_that_was_broken_off_fails_processes() -> None:
    ride = Ride(start=[*startup()[:-1], event("waited", awaiting="quiet", outcome="came", seconds=0.1)])
    ride.attempts.clear()
    assert ride.judge()["processes"].status == "fail"


def test_roles_reversed_fail_processes_alone() -> None:
    start = [
        dataclasses.replace(each, data={**each.data, "reversed": True}) if each.event == "roles" else each
        for each in startup()
    ]
    results = Ride(start=start).judge()
    assert results.pop("processes").status == "fail"
    assert statuses(results) == {"pass"}


def test_a_launch_that_failed_is_nobodys_fault() -> None:
    ride = Ride(start=[event("launched", "driver"), event("failed", why="no pty", errno="ENOSPC")])
    ride.attempts.clear()
    assert statuses(ride.judge()) == {"inconclusive"}
    assert "no pty" in words(ride.judge()["processes"].observed)


def test_a_limit_in_start_up_fails_processes_but_the_clock_does_not() -> None:
    over = Ride(start=[*startup(), event("limit", limit="processes", allowed=64, used=70)])
    over.attempts.clear()
    assert over.judge()["processes"].diagnosis == "limit-processes"
    slow = Ride(start=[*startup()[:2], event("limit", limit="wall_seconds", allowed=60, used=60)])
    slow.attempts.clear()
    assert slow.judge()["processes"].status == "inconclusive"


# -------------------------------------------------------------------------------------------------------- messages
def test_a_message_in_two_pieces_is_one() -> None:
    ride = Ride().journey("departure", output("老司机"), output("开车了\r\n"), *alive())
    assert ride.judge()["departure.message"].status == "pass"


def test_a_message_in_another_segment_or_in_start_up_fails() -> None:
    again = Ride().journey("arrival", output("到站了请下车\r\n老司机开车了\r\n"), *leaving())
    assert again.judge()["departure.message"].status == "fail"
    assert again.judge()["arrival.message"].status == "pass"
    early = Ride(start=[*startup(), output("老司机开车了\r\n")])
    assert early.judge()["departure.message"].status == "fail"


def test_what_the_held_run_prints_does_not_count_for_the_message() -> None:
    ride = Ride().held("departure", arrived(DEPARTURE), released(DEPARTURE), output("老司机开车了" * 3), *alive())
    assert ride.judge()["departure.message"].status == "pass"


@pytest.mark.parametrize(
    "trouble",
    [
        event("failed", why="lost the pty", errno=None),
        event("limit", limit="wall_seconds", allowed=60, used=60),
        output("x", cut=True),
    ],
    ids=["failed", "clock", "cut"],
)
def test_silence_proves_nothing_where_the_grader_lost_sight(trouble: Event) -> None:
    ride = Ride().journey("departure", trouble, *alive())
    assert ride.judge()["departure.message"].status == "inconclusive"


def test_once_is_not_proved_where_output_was_left_out() -> None:
    ride = Ride().journey("departure", output("老司机开车了\r\n"), output("x", cut=True), *alive())
    assert ride.judge()["departure.message"].status == "inconclusive"
    twice = Ride().journey("departure", output("老司机开车了老司机开车了"), output("x", cut=True), *alive())
    assert twice.judge()["departure.message"].status == "fail"


def test_a_missing_attempt_is_inconclusive() -> None:
    assert Ride().without("journey", "seatbelt").judge()["seatbelt.message"].status == "inconclusive"


def test_an_attempt_that_only_leads_the_way_is_not_judged() -> None:
    ride = Ride()
    first, *rest = ride.attempts["journey", "departure"]
    ride.attempts["journey", "departure"] = [dataclasses.replace(first, data={**first.data, "judged": False}), *rest]
    assert ride.judge()["departure.message"].status == "inconclusive"


# ---------------------------------------------------------------------------------------------------------- relays
def test_the_relay_alone_decides_over_the_relay() -> None:
    ride = Ride().held("departure", arrived(DEPARTURE), released(DEPARTURE), *alive())
    assert ride.judge()["departure.relay"].status == "pass"


def test_a_message_while_the_printer_is_frozen_fails_the_relay_though_the_signal_came() -> None:
    said = output("老司机开车了", **HELD_OUTPUT)
    ride = Ride().held("departure", arrived(DEPARTURE), said, released(DEPARTURE), *alive())
    results = ride.judge()
    assert (results["departure.relay"].status, results["departure.message"].status) == ("fail", "pass")


def test_other_words_while_frozen_do_no_harm() -> None:
    ride = Ride().held("departure", output("下一站", **HELD_OUTPUT), arrived(DEPARTURE), released(DEPARTURE), *alive())
    assert ride.judge()["departure.relay"].status == "pass"


def test_a_signal_that_comes_after_the_release_is_no_proof() -> None:
    late = dataclasses.replace(arrived(DEPARTURE), data={"while_frozen": False})
    assert Ride().held("departure", released(DEPARTURE), late, *alive()).judge()["departure.relay"].status == "fail"


def test_a_probe_denied_leaves_the_held_checks_open() -> None:
    ride = Ride()
    denied = event("denied", "conductor", probe="ptrace", errno="EPERM")
    ride.attempts["held", "arrival"] = [event("attempt", relay="arrival", judged=True), denied]
    results = ride.judge()
    assert {check for check, result in results.items() if result.status == "inconclusive"} == {
        "arrival.relay",
        "exit.waits",
    }
    assert "EPERM" in words(results["arrival.relay"].observed)


def test_the_journey_alone_may_decide_the_held_checks() -> None:
    dead = (facts("driver", "before"), facts("conductor", "before", caught=("SIGINT",)))
    ride = Ride().journey("seatbelt", ended("conductor", status=None, killed_by="SIGQUIT"), before=dead)
    ride.attempts["held", "seatbelt"] = [event("denied", "driver", probe="ptrace", errno="EPERM")]
    assert ride.judge()["seatbelt.relay"].status == "fail"


def test_an_untouched_printer_decides_unless_it_ignores_the_signal() -> None:
    untouched = (event("untouched", "driver", pid=100), *alive())
    ride = Ride().journey("departure", *untouched).without("held", "departure").without("keyboard", "departure")
    results = ride.judge()
    assert (results["departure.relay"].status, results["keyboard.interrupt"].status) == ("fail", "skip")
    ignoring = (facts("driver", "before", ignored=("SIGUSR1",)), facts("conductor", "before"))
    ride = Ride().journey("departure", *untouched, before=ignoring).without("held", "departure")
    assert ride.judge()["departure.relay"].status == "inconclusive"
