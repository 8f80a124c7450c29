"""From checks to a report: status, score, and what could not be graded."""

from __future__ import annotations

import dataclasses

from grader.judging import report
from grader.text import T
from tests.evidence import BUS, Ride, alive, event


def test_full_marks() -> None:
    found = report(Ride().evidence(), BUS)
    assert (found.status, found.score, found.max_score, found.error) == ("graded", 100, 100, None)
    assert found.timeline == Ride().evidence().events


def test_the_score_is_the_sum_of_what_passed() -> None:
    found = report(Ride().both("departure", *alive()).evidence(), BUS)
    assert (found.status, found.score) == ("graded", 80)


def test_an_open_question_asks_for_a_review_and_earns_nothing() -> None:
    denied = event("denied", "driver", probe="ptrace", errno="EPERM")
    ride = Ride()
    ride.attempts["held", "departure"] = [event("attempt", relay="departure", judged=True), denied]
    found = report(ride.evidence(), BUS)
    assert (found.status, found.score) == ("review", 90)


def test_what_could_not_be_graded_has_no_checks() -> None:
    found = report(Ride(problem=T("No pty.")).evidence(), BUS)
    assert (found.status, found.score, found.max_score, found.checks) == ("error", 0, 100, ())
    assert found.error == T("No pty.")


def test_points_for_advice_count() -> None:
    dear = dataclasses.replace(BUS, points={**BUS.points, "clean": 5})
    assert report(Ride(homework=dear).evidence(), dear).max_score == 105
