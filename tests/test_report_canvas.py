"""Canvas: the exported gradebook filled in, and the smallest file its import takes.

`importable` says the rules of Canvas' own reader (lib/gradebook_importer.rb) over again.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Grading, Student
from grader.reports.canvas import write
from grader.reports.outputs import outputs
from tests.classes import Lazy, graded, grading, said, ungraded, written

HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,公交车：司机和售票员 (4711),Essay (4712),Current Score,Final Grade"
)
ABOVE = "    Points Possible,,,,,100.00,20.00,(read only),(read only)"
TEST = '"Student, Test",99,,,Lab,,,,'


def importable(data: bytes) -> list[dict[str, str]]:
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert any("Section" in name for name in header)
    assert "Points Possible" in rows[0][0] or "Points Possible" in rows[1][0]
    assert {len(row) for row in rows} == {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rows]


def filled(folder: Path, export: str, whole: Grading) -> tuple[bytes, list[dict[str, str]], str]:
    (folder / "export.csv").write_bytes(export.encode())
    wanted = outputs([("canvas", str(folder / "out.csv"))], str(folder / "export.csv"))
    failure, remarks = wanted.write(whole, "en")
    if failure:
        return b"", [], said([failure.text])
    data = (folder / "out.csv").read_bytes()
    return data, importable(data), said(remarks)


def export(*rows: str, header: str = HEADER, above: str = ABOVE) -> str:
    return "\n".join([header, above, *rows]) + "\n"


def test_one_column_changes_and_no_other_byte(tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy@x.edu,Lab,,18,"=1+1",90', '"Ray, Bob",124,S2,bob@x.edu,Lab,7,,,', TEST)
    data, rows, remarks = filled(tmp_path, before, grading(graded("amy"), graded("bob", fail=["exit.order"])))
    assert data.decode() == before.replace(",Lab,,18", ",Lab,100,18").replace(",Lab,7,", ",Lab,80,")
    assert rows[3]["Student"] == "Student, Test"
    assert remarks == "--canvas: rows filled in: 2 of 2"


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("liuamy_123_67890_bus", None),
        ("liuamy_LATE_123_67890_bus", None),
        ("liuamy", Student(id="123")),
        ("liuamy", None),
        ("x", Student(id="S1")),
        ("Amy Liu", None),
        ("x", Student(name="Amy Liu")),
        ("amy", None),
    ],
)
def test_ways_to_find_a_row(name: str, student: Student | None, tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy@x.edu,Lab,,,,', '"Ray, Bob",124,S2,bob@x.edu,Lab,,,,')
    _data, rows, remarks = filled(tmp_path, before, grading(graded(name, student=student)))
    assert [row["公交车：司机和售票员 (4711)"] for row in rows[1:]] == ["100", ""]
    assert remarks == "--canvas: rows filled in: 1 of 2"


def test_a_row_of_posting_policies_is_nobody(tmp_path: Path) -> None:
    before = export(ABOVE, '"Liu, Amy",123,S1,amy@x.edu,Lab,,,,', above=",,,,,Manual Posting,,,")
    data, _rows, remarks = filled(tmp_path, before, grading(graded("amy")))
    assert data.decode() == before.replace(",Lab,,", ",Lab,100,")
    assert "1 of 1" in remarks


def test_points_of_the_assignment_scale(tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy,Lab,,,,', above=ABOVE.replace("100.00", "10.00"))
    _data, rows, _remarks = filled(tmp_path, before, grading(graded("amy", fail=["exit.waits"])))
    assert rows[1]["公交车：司机和售票员 (4711)"] == "9"


def test_which_assignment_is_never_guessed(tmp_path: Path) -> None:
    header = "Student,ID,SIS Login ID,Section,Lab 1 (1),Lab 2 (2)"
    before = export("Amy,1,amy,Lab,,", header=header, above="    Points Possible,,,,100,100")
    _data, _rows, refusal = filled(tmp_path, before, grading(graded("amy")))
    assert "found: Lab 1, Lab 2" in refusal
    assert not (tmp_path / "out.csv").exists()
    before = export("Amy,1,amy,Lab,,", header=header, above="    Points Possible,,,,(read only),100")
    _data, rows, _remarks = filled(tmp_path, before, grading(graded("amy")))
    assert (rows[1]["Lab 1 (1)"], rows[1]["Lab 2 (2)"]) == ("", "100"), "the only one that takes scores"


def test_nothing_that_finds_no_counterpart_is_lost(tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy,Lab,,,,')
    whole = grading(graded("amy", undecided=["exit.waits"]), graded("eve"), ungraded("bob"))
    data, _rows, remarks = filled(tmp_path, before, whole)
    assert data.decode() == before
    assert "no row was found for: eve, bob" in remarks
    assert "left out, because a teacher has to look at them first: amy, bob" in remarks


def test_who_is_excused_stays_so_and_a_grade_by_hand_is_left(tmp_path: Path) -> None:
    before = export(
        '"Liu, Amy",123,S1,amy,Lab,EX,,,', '"Ray, Bob",124,S2,bob,Lab,88,,,', '"Li, Zoe",125,S3,zoe,Lab,EX,,,'
    )
    whole = grading(graded("amy"), ungraded("bob", absent=True), ungraded("zoe", absent=True))
    data, _rows, remarks = filled(tmp_path, before, whole)
    assert data.decode() == before
    assert "left as it was, because the row says excused (EX), or has a grade" in remarks
    assert "amy, bob, zoe" in remarks


def test_extra_points_are_the_score_as_it_is(tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy,Lab,,,,', above=ABOVE.replace("100.00", "0.00"))
    _data, rows, _remarks = filled(tmp_path, before, grading(graded("amy", fail=["exit.order"])))
    assert rows[1]["公交车：司机和售票员 (4711)"] == "80"


def test_the_smallest_file() -> None:
    whole = grading(
        graded("liuamy_123_67890_bus"),
        graded("bob", student=Student(id="S2", name="Bob Ray")),
        graded("=x", undecided=["clean"]),
        graded("eve", undecided=["exit.waits"]),
        ungraded("zoe", absent=True),
    )
    unpacked = replace(graded("lilei", student=Student(id="125")), path="class.zip/lilei_125_67890_bus.py")
    rows = importable(written(write, grading(*whole.reports, unpacked)))
    assert [[*row.values()] for row in rows] == [
        ["    Points Possible", "", "", "", "", "100"],
        ["liuamy", "123", "", "", "", "100"],
        ["Bob Ray", "", "S2", "bob", "", "100"],
        ["'=x", "", "", "'=x", "", "100"],
        ["zoe", "", "", "zoe", "", "0"],
        ["lilei", "125", "", "", "", "100"],
    ]
    title = [*rows[0]][-1]
    assert not re.search(r"\(\d+\)$", title), "an id we do not know must not be made up"


def test_the_same_bytes_again() -> None:
    lazy = Lazy(["amy", "bob"], graded)
    assert written(write, grading(lazy=lazy)) == written(write, grading(lazy=lazy))
    assert lazy.passes == 4, "one to look for rivals, one to write"


def test_a_student_with_several_submissions_gets_the_score_of_none(tmp_path: Path) -> None:
    zhang, li = Student(id="1", name="张三"), Student(id="2", name="李四")
    whole = grading(
        graded("v1", student=zhang),
        graded("v2", fail=["exit.order"], student=zhang),
        graded("bus", student=li),
        ungraded("notes", student=li),
    )
    for option, name in (("canvas", "Student"), ("moodle", "ID number")):
        out = tmp_path / f"{option}.csv"
        _failure, remarks = outputs([(option, str(out))]).write(whole, "en")
        rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
        assert [row[name] for row in rows if "Points" not in row[name]] == ["李四" if option == "canvas" else "2"]
        assert f"--{option}: left out, because one student has several submissions: v1, v2" in said(remarks)


def test_each_student_of_a_group_gets_the_score(tmp_path: Path) -> None:
    amy, bob, eve = Student(id="S1", name="Amy Liu"), Student(id="S2", name="Bob Ray"), Student(id="S9", name="Eve")
    whole = grading(
        graded("submission_1", student=Student.together([amy, bob, eve])),
        graded("eve's", fail=["exit.order"], student=eve),
    )
    rows = importable(written(write, whole))[1:]
    assert [[*row.values()][:3] for row in rows] == [["Amy Liu", "", "S1"], ["Bob Ray", "", "S2"]], "Eve has two"
    before = export('"Liu, Amy",123,S1,amy,Lab,,,,', '"Ray, Bob",124,S2,bob,Lab,,,,')
    _data, rows, remarks = filled(tmp_path, before, grading(next(iter(whole.reports))))
    assert [row["公交车：司机和售票员 (4711)"] for row in rows[1:]] == ["100", "100"]
    assert "no row was found for: submission_1 (Eve)" in remarks


def test_what_could_not_be_graded_is_no_rival_of_what_could(tmp_path: Path) -> None:
    before = export('"Liu, Amy",123,S1,amy,Lab,,,,')
    whole = grading(graded("amy"), ungraded("S1"))
    data, _rows, remarks = filled(tmp_path, before, whole)
    assert data.decode() == before.replace(",Lab,,", ",Lab,100,")
    assert "fit the same row" not in remarks
