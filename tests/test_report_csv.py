"""The table for spreadsheets, read back by Python's csv."""

from __future__ import annotations

import csv
import io

import pytest

from grader.model import Student
from grader.reports.csv import COLUMNS, write
from grader.reports.guard import guarded
from tests.classes import HOMEWORK, HOSTILE, Lazy, graded, grading, ungraded, written


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes Chinese without a byte order mark for something else"
    assert data.endswith(b"\r\n")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert all(None not in row for row in found), "more cells than columns"
    return found


def test_a_row_for_each_with_every_check() -> None:
    amy = graded("amy", fail=["exit.order"], student=Student(id="007", name="李雷"))
    (first, second) = rows(written(write, grading(amy, graded("bob"))))
    assert [*first] == [
        *COLUMNS,
        *(name for check in HOMEWORK.check_ids() for name in (check, f"{check}.points")),
        "mistakes",
        "verdict",
    ]
    assert (first["submission"], first["score"]) == ("amy", "80")
    assert (first["student_id"], first["student_name"]) == ("007", "李雷")
    assert (first["exit.order"], first["exit.order.points"], first["mistakes"]) == ("fail", "0", "mistake-exit-order")
    assert (second["exit.order"], second["exit.order.points"], second["mistakes"]) == ("pass", "20", "")


def test_what_has_no_verdict_has_empty_cells_and_a_reason() -> None:
    broken, gone = rows(written(write, grading(ungraded("broken"), ungraded("gone", absent=True))))
    assert (broken["status"], broken["processes"]) == ("error", "")
    assert broken["verdict"] == "not graded: is not a regular file"
    assert (gone["status"], gone["score"], gone["verdict"]) == ("absent", "0", "not handed in")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "＝", "＠", " =", "\n="])
def test_a_name_cannot_be_a_formula(lead: str) -> None:
    (row,) = rows(written(write, grading(graded(f"{lead}cmd|' /C calc'!A0"))))
    assert row["submission"].startswith(("'", "\\")), "neither a formula nor white space before one"
    assert guarded(f"{lead}1") == f"'{lead}1"
    assert guarded(f"x{lead}1") == f"x{lead}1"


def test_numbers_stay_numbers() -> None:
    line = written(write, grading(graded("amy"))).splitlines()[1]
    assert b',"graded",100,100,0.25,' in line


def test_hostile_words_are_one_printable_cell() -> None:
    (row,) = rows(written(write, grading(graded(HOSTILE))))
    assert row["submission"].isprintable()
    assert "\\x1b" in row["submission"]
    assert "\\u202e" in row["submission"]


def test_one_pass_and_the_same_bytes_again() -> None:
    lazy = Lazy(["amy", "bob"], graded)
    once, twice = (written(write, grading(lazy=lazy), "zh") for _each in range(2))
    assert once == twice
    assert lazy.passes == 2
