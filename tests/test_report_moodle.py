"""Moodle: the worksheet filled in with every other byte kept, and the file for the gradebook."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from grader.locale.translate import Language
from grader.model import Grading, Student
from grader.reports.moodle import write
from grader.reports.outputs import outputs
from grader.reports.table import read
from grader.reports.template import TemplateError, load
from tests.classes import HOSTILE, Lazy, graded, grading, said, ungraded, written

ENGLISH = (
    "Identifier,Full name,Email address,ID number,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
CHINESE = "标识符,全名,电子邮件地址,学号,状态,成绩,最高成绩,成绩可被更改,最后修改（提交）,最后修改（教师）,反馈评论"
DATE = '"Monday, 23 November 2026, 10:01 AM"'


def line(number: int, name: str, mail: str = "", id_: str = "", *, most: str = "100.00", change: str = "Yes") -> str:
    return f"Participant {number},{name},{mail},{id_},Submitted,,{most},{change},{DATE},-,"


def filled(
    folder: Path, sheet: bytes, whole: Grading, language: Language = "en"
) -> tuple[bytes, list[dict[str, str]], str]:
    """The worksheet after filling in: its bytes, its rows as Python's csv has them, and the remarks."""
    (folder / "sheet.csv").write_bytes(sheet)
    wanted = outputs([("moodle", str(folder / "out.csv"))], str(folder / "sheet.csv"))
    failure, remarks = wanted.write(whole, language)
    assert failure is None
    data = (folder / "out.csv").read_bytes()
    assert {each.name for each in folder.iterdir()} == {"sheet.csv", "out.csv"}
    text = data.decode("utf-8-sig")
    return data, list(csv.DictReader(io.StringIO(text, newline=""), strict=True)), said(remarks)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("last", [True, False])
def test_every_other_byte_is_kept(newline: str, mark: bytes, last: bool, tmp_path: Path) -> None:
    lines = [
        ENGLISH,
        line(11, '"O""Hara, Amy"', "amy@x.edu"),
        line(12, "Bob", "bob@x.edu"),
        line(13, '"Zoe\nTwo lines"'),
    ]
    sheet = mark + (newline.join(lines) + (newline if last else "")).encode()
    data, rows, _remarks = filled(tmp_path, sheet, grading(graded("amy"), graded("bob", fail=["exit.order"])))
    assert [row["Grade"] for row in rows] == ["100", "80", ""]
    amy, bob = rows[0]["Feedback comments"], rows[1]["Feedback comments"]
    assert amy == "<p>100/100</p>"
    quoted = bob if "," not in bob and '"' not in bob else '"' + bob.replace('"', '""') + '"'
    back = data.replace(b"Submitted,100,", b"Submitted,,").replace(b"Submitted,80,", b"Submitted,,")
    back = back.replace(f"-,{amy}".encode(), b"-,").replace(f"-,{quoted}".encode(), b"-,")
    assert back == sheet


def test_chinese_columns_and_names(tmp_path: Path) -> None:
    sheet = f"{CHINESE}\n{line(11, '李雷', change='是')}\n{line(12, '韩梅梅', change='否')}\n".encode()
    whole = grading(
        graded("a", student=Student(id="1", name="李雷")), graded("b", student=Student(id="2", name="韩梅梅"))
    )
    _data, rows, remarks = filled(tmp_path, sheet, whole, "zh")
    assert [row["成绩"] for row in rows] == ["100", ""]
    assert "the row takes no grade (locked, or graded by a scale): b" in remarks


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("amy", None),  # what stands before the @ of the address
        ("amy@x.edu", None),
        ("s007", None),
        ("anything", Student(id="S007")),
        ("anything", Student(name="Liu, Amy")),
        ("Amy Liu", None),
        ("ａmy LIU", None),  # a full-width letter
        ("Amy Liu_11_assignsubmission_file_", None),
        ("Amy Liu_11_assignsubmission_file", None),
        ("Participant 11_11_assignsubmission_file_", None),
        ("anything", Student(id="11", name="Amy Liu")),
    ],
)
def test_ways_to_find_a_row(name: str, student: Student | None, tmp_path: Path) -> None:
    sheet = f"{ENGLISH}\n{line(11, 'Amy Liu', 'amy@x.edu', 's007')}\n{line(12, 'Bob', 'bob@x.edu', 's008')}\n".encode()
    _data, rows, remarks = filled(tmp_path, sheet, grading(graded(name, student=student)))
    assert [row["Grade"] for row in rows] == ["100", ""]
    assert remarks == "--moodle: rows filled in: 1 of 2"


def test_a_number_of_another_kind_does_not_find_another_student(tmp_path: Path) -> None:
    """An institution's id that is some other student's number in Moodle."""
    sheet = f"{ENGLISH}\n{line(11, 'Amy Liu')}\n".encode()
    whole = grading(graded("x", student=Student(id="11", name="Bob Ray")))
    _data, rows, remarks = filled(tmp_path, sheet, whole)
    assert rows[0]["Grade"] == ""
    assert "no row was found for: x" in remarks


@pytest.mark.parametrize(("id_", "mail"), [("12", ""), ("", "12@qq.com")])
def test_moodles_number_is_nobodys_id(id_: str, mail: str, tmp_path: Path) -> None:
    """Bob has the number 12 in Moodle; Amy has it at her institution, or as a number of QQ."""
    sheet = "\n".join([ENGLISH, line(11, "Amy Liu", mail, id_), line(12, "Bob Ray", "", "11")]).encode()
    names = {"Amy Liu_11_assignsubmission_file_": 11, "Bob Ray_12_assignsubmission_file_": 12}
    students = {name: Student(id=str(number), name=name.partition("_")[0]) for name, number in names.items()}
    amy, bob = (graded(name, student=student) for name, student in students.items())
    low = replace(bob, score=70)
    _data, rows, _remarks = filled(tmp_path, sheet, grading(amy, low))
    assert [row["Grade"] for row in rows] == ["100", "70"]


def test_a_grade_by_hand_is_left_where_nothing_was_handed_in(tmp_path: Path) -> None:
    sheet = "\n".join([ENGLISH, line(1, "Amy").replace("Submitted,,", "No submission,88.00,")]).encode()
    data, _rows, remarks = filled(tmp_path, sheet, grading(ungraded("amy", absent=True)))
    assert data == sheet
    assert "nothing was handed in: amy" in remarks


def test_nothing_that_finds_no_counterpart_is_lost(tmp_path: Path) -> None:
    sheet = "\n".join([ENGLISH, line(1, "Amy"), line(2, "Same"), line(3, "Same"), line(4, "Zoe", "zoe@x.edu")]).encode()
    strangers = [graded(f"stranger{number}") for number in range(7)]
    whole = grading(
        graded("amy"),
        graded("Same"),
        graded("zoe"),
        graded("zoe@x.edu"),
        *strangers,
        graded("eve", undecided=["exit.waits"]),
    )
    _data, rows, remarks = filled(tmp_path, sheet, whole)
    assert [row["Grade"] for row in rows] == ["100", "", "", ""]
    assert "rows filled in: 1 of 4" in remarks
    assert "more than one row fits, so none was filled in, for: Same" in remarks
    assert "several submissions fit the same row, so none was filled in: zoe, zoe@x.edu" in remarks
    assert all(f"stranger{number}" in remarks for number in range(7))
    assert "left out, because a teacher has to look at them first: eve" in remarks


def test_undecided_costs_nothing_and_not_handed_in_is_zero(tmp_path: Path) -> None:
    sheet = "\n".join([ENGLISH, line(1, "Amy"), line(2, "Bob"), line(3, "Zoe")]).encode()
    whole = grading(graded("amy", undecided=["exit.waits"]), ungraded("bob"), ungraded("zoe", absent=True))
    _data, rows, _remarks = filled(tmp_path, sheet, whole)
    assert [row["Grade"] for row in rows] == ["", "", "0"]
    assert [row["Feedback comments"] for row in rows] == ["", "", "<p>not handed in</p>"]


def test_advice_that_is_undecided_keeps_no_grade_back(tmp_path: Path) -> None:
    sheet = "\n".join([ENGLISH, line(1, "Amy"), line(2, "Bob")]).encode()
    amy, bob = (graded(name, undecided=["clean"]) for name in ("amy", "bob"))
    worth = replace(bob, checks=tuple(replace(c, max_points=10 * (c.id == "clean")) for c in bob.checks))
    _data, rows, remarks = filled(tmp_path, sheet, grading(amy, worth))
    assert [row["Grade"] for row in rows] == ["100", ""]
    assert rows[0]["Feedback comments"].startswith("<p>100/100</p><ul>"), "and the advice is in the list"
    assert "left out, because a teacher has to look at them first: bob" in remarks


@pytest.mark.parametrize(("most", "grade"), [("10.00", "9"), ("15", "13.5"), ('"15,00"', "13,5"), ("", "90")])
def test_another_maximum_scales(most: str, grade: str, tmp_path: Path) -> None:
    """A grade above the maximum would be skipped by Moodle without a word."""
    sheet = f"{ENGLISH}\n{line(1, 'Amy', most=most)}\n".encode()
    _data, rows, _remarks = filled(tmp_path, sheet, grading(graded("amy", fail=["exit.waits"])))
    assert rows[0]["Grade"] == grade


def test_feedback_is_html_with_the_students_words_escaped(tmp_path: Path) -> None:
    sheet = f"{ENGLISH}\n{line(1, 'Amy')}\n".encode()
    _data, rows, _remarks = filled(tmp_path, sheet, grading(graded("amy", fail=["exit.order"], words=HOSTILE)))
    feedback = rows[0]["Feedback comments"]
    assert "<script" not in feedback
    assert "&lt;script&gt;" in feedback
    assert feedback.isprintable()


def test_a_file_for_the_gradebook() -> None:
    whole = grading(
        graded("amy", student=Student(id="007", name="Amy")),
        graded("=cmd()"),
        graded("bob@x.edu"),
        graded("eve", undecided=["exit.waits"]),
        ungraded("zoe", absent=True),
    )
    rows = list(csv.reader(io.StringIO(written(write, whole, "zh").decode(), newline=""), strict=True))
    title = "公交车：司机和售票员"
    assert rows[0] == ["Username", "ID number", "Email address", title, f"{title} (feedback)"]
    assert [row[:4] for row in rows[1:]] == [
        ["amy", "007", "", "100"],
        ["'=cmd()", "", "", "100"],
        ["", "", "bob@x.edu", "100"],
        ["zoe", "", "", "0"],
    ], "a row without a grade may wipe one"


def test_a_number_of_the_export_is_not_put_into_the_gradebook() -> None:
    """Moodle would not know it as an ID number, and give up the whole import."""
    exported = replace(
        graded("Li Lei", student=Student(id="1234", name="Li Lei")),
        path="class.zip/Li Lei_1234_assignsubmission_file_/bus.py",
    )
    rows = list(csv.reader(io.StringIO(written(write, grading(exported)).decode(), newline=""), strict=True))
    assert rows[1][:4] == ["Li Lei", "", "", "100"]


def test_other_tables_are_refused_before_anything_runs(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    for data, words in (
        (b"", "expected a CSV file"),
        (b"a,b\n1,2\n", "its columns are: a, b"),
        (b'Identifier,"Grade\n', "expected a CSV file"),
        (b"\xff\xfe\xff", "expected a CSV file"),
        (b"Student,ID,SIS Login ID,Section,Bus (1)\n", "this is for --canvas"),
    ):
        file.write_bytes(data)
        with pytest.raises(TemplateError) as caught:
            load(str(file), ["moodle"])
        assert words in said([caught.value.text]), data
    with pytest.raises(TemplateError, match="cannot be read"):
        load(str(tmp_path / "none.csv"), ["moodle"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_worksheet_saved_by_a_spreadsheet_keeps_its_encoding(encoding: str, tmp_path: Path) -> None:
    sheet = f"{CHINESE}\r\n{line(11, '李雷', change='是')}\r\n".replace(",", ";").encode(encoding)
    (tmp_path / "sheet.csv").write_bytes(sheet)
    wanted = outputs([("moodle", str(tmp_path / "out.csv"))], str(tmp_path / "sheet.csv"))
    failure, _remarks = wanted.write(grading(graded("李雷")), "zh")
    assert failure is None
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_bytes().decode(encoding)), delimiter=";"))
    assert (rows[0]["全名"], rows[0]["成绩"]) == ("李雷", "100")


def test_reports_are_gone_through_and_not_kept(tmp_path: Path) -> None:
    lazy = Lazy(["amy", "bob"], graded)
    sheet = f"{ENGLISH}\n{line(1, 'Amy')}\n{line(2, 'Bob')}\n".encode()
    once, _rows, _remarks = filled(tmp_path, sheet, grading(lazy=lazy))
    twice, _rows, _remarks = filled(tmp_path, sheet, grading(lazy=lazy))
    assert once == twice
    assert lazy.passes > 2


def test_a_cell_that_needs_quotes_gets_them() -> None:
    table = read(b'a;"b";c\r\n1;"x""y";3')
    for words in ('say "hi"; or\r\nnot', "plain", "", '"', "a,b"):
        back = list(
            csv.reader(io.StringIO(table.filled({(1, 1): words}).decode(), newline=""), delimiter=";", strict=True)
        )
        assert back == [["a", "b", "c"], ["1", words, "3"]]
