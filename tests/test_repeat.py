"""`--repeat`: what comes out the same is reported as once, what varies goes to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli import FAILED, PASSED, UNDECIDED, USAGE
from grader.homework import load
from grader.judging import report
from grader.locale.translate import Language, render
from grader.model import Evidence, Report
from grader.repeat import merged

from .calls import Replaced, rows
from .evidence import Ride

HOMEWORK = load()


def reports(*evidence: Evidence) -> list[Report]:
    return [report(each, HOMEWORK) for each in evidence]


def test_once_is_as_it_was() -> None:
    (once,) = reports(Ride().evidence())
    assert merged([once]) is once


def test_the_same_each_time() -> None:
    good = reports(*[Ride().evidence()] * 3)
    found = merged(good)
    assert found.checks == good[0].checks
    assert (found.status, found.score) == ("graded", 100)
    assert found.seconds == pytest.approx(3 * good[0].seconds)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "unstable: graded 3 times, the same program passed 2, failed 1, was not reached 0 and undecided 0 times",
        ),
        ("zh", "不稳定：同一个程序评了 3 次，通过 2 次，未通过 1 次，未进行到 0 次，无法判定 0 次"),
    ],
)
def test_what_varies_goes_to_review_with_the_counts(language: Language, words: str) -> None:
    good, bad = Ride().evidence(), Ride().journey("departure").evidence()
    found = merged(reports(good, bad, good))
    assert found.status == "review"
    assert found.score == 90, "an undecided check earns nothing, and takes nothing from the others"
    varied = {each.id: each for each in found.checks if each.status == "inconclusive"}
    assert varied.keys() == {"departure.message", "keyboard.interrupt"}, "the key is tried where the message came"
    check = varied["departure.message"]
    assert check.points == 0
    assert check.observed is not None
    assert render(check.observed, language).startswith(words)
    assert check.hint is not None, "what was seen when it failed is still explained"
    assert all(each.status == "pass" for each in found.checks if each is not check and each.max_points)


def test_from_the_command_line(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(a="vary", b="good")
    done = call.grade("class", "--repeat", "4", "--jobs", "1", "--json", "rows.json", "--gradebook", "g.db")
    assert done.returncode == UNDECIDED
    found = rows(tmp_path / "rows.json")
    assert found["a"]["status"] == "review"
    assert found["b"]["status"] == "graded"
    check = next(each for each in found["a"]["checks"] if each["id"] == "departure.message")
    assert "passed 2, failed 2" in check["observed"]
    assert call.runs == ["a"] * 4 + ["b"] * 4
    again = call.grade("--rejudge", "g.db", "--json", "again.json")
    assert again.returncode == UNDECIDED
    assert rows(tmp_path / "again.json") == found


def test_stable_ones_keep_their_exit_status(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(a="good", b="bad")
    assert call.grade("class/a.py", "--repeat", "3").returncode == PASSED
    assert call.grade("class/b.py", "--repeat", "3").returncode == FAILED


@pytest.mark.parametrize("count", ["0", "-1", "1.5", "many", "", "1001", "９"])
def test_numbers_that_make_no_sense(tmp_path: Path, count: str) -> None:
    call = Replaced(tmp_path)
    call.hand_in(a="good")
    done = call.grade("class", f"--repeat={count}")
    assert done.returncode == USAGE
    assert "--repeat: expected a whole number from 1 to 1000" in done.stderr
    assert call.runs == []
