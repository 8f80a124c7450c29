"""Whose submission is whose: as students name their files, and nobody is forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from grader.attribution import assign
from grader.cli import FAILED, PASSED, USAGE
from grader.model import Student
from grader.reports.json import SCHEMA_FILE
from grader.submissions import Candidate

from .calls import Replaced, rows

ZHANG, LI, ADA = (
    Student(id="2023001", name="张三"),
    Student(id="2023002", name="李四"),
    Student(id="A-17", name="Ada Li"),
)


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("2023001.py", ZHANG),
        ("hw2/2023001_张三.py", ZHANG),
        ("张三.py", ZHANG),
        ("2023002李四_作业2.py", LI),
        ("ada li.py", ADA),
        ("Ada_Li_bus.py", ADA),
        ("A-17.py", ADA),
        ("20230011.py", None),
        ("bus.py", None),
    ],
)
def test_a_submission_is_known_by_id_or_name(path: str, student: Student | None) -> None:
    (found,), absent = assign([Candidate(name=Path(path).stem, path=path)], (ZHANG, LI, ADA))
    assert found.student == student
    assert len(absent) == 3 - (student is not None)


def test_the_folder_says_whose_it_is() -> None:
    found, _absent = assign([Candidate(name="mon/张三/bus", path="mon/张三/bus.py")], (ZHANG, LI))
    assert found[0].student == ZHANG


def test_a_platforms_name_counts_more_than_its_number() -> None:
    moodle = Candidate(
        name="李四", path="x.zip/李四_2023001_assignsubmission_file_/bus.py", student=Student(id="2023001", name="李四")
    )
    (found,), _absent = assign([moodle], (ZHANG, LI))
    assert found.student == LI


def test_two_students_of_one_name_are_known_by_id_only() -> None:
    other = Student(id="2023009", name="张三")
    candidates = [Candidate(name="张三", path="张三.py"), Candidate(name="2023009", path="2023009.py")]
    found, absent = assign(candidates, (ZHANG, other))
    assert [each.student for each in found] == [None, other]
    assert [each.student for each in absent] == [ZHANG]


def test_who_handed_nothing_in_is_listed_with_0(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(**{"2023001": "good"})
    (tmp_path / "class.csv").write_text("学号,姓名\n2023001,张三\n2023002,李四\n", encoding="gbk")
    done = call.grade("class", "--roster", "class.csv", "--json", "rows.json")
    assert done.returncode == FAILED, "a missing submission is no doubt, and not full marks either"
    found = rows(tmp_path / "rows.json")
    assert list(found) == ["2023001", "2023002"]
    missing = found["2023002"]
    assert (missing["status"], missing["score"], missing["error"]) == ("error", 0, "not handed in")
    assert (missing["path"], missing["sha256"], missing["checks"]) == ("", "", [])
    assert missing["student"] == {"id": "2023002", "name": "李四"}
    jsonschema.validate(json.loads((tmp_path / "rows.json").read_bytes()), json.loads(SCHEMA_FILE.read_bytes()))
    assert "2023001 张三" in done.stdout
    assert "2023002 李四" in done.stdout
    assert "0/100  not handed in" in done.stdout
    assert call.runs == ["2023001"]


def test_everybody_there(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(**{"2023001": "good"})
    (tmp_path / "class.csv").write_text("2023001,张三\n", encoding="utf-8")
    assert call.grade("class", "--roster", "class.csv").returncode == PASSED
    assert call.grade("class", "--roster", "no.csv").returncode == USAGE
