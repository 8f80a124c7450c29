"""Whose submission is whose: as students name their files, and nobody is forgotten."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest

from grader.attribution import assign
from grader.cli import FAILED, PASSED, UNDECIDED, USAGE
from grader.model import Student
from grader.reports.json import SCHEMA_FILE
from grader.submissions import Candidate, find

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
    assigned = assign([Candidate(name=Path(path).stem, path=path)], (ZHANG, LI, ADA))
    assert assigned.found[0].student == student
    assert sum(each.absent for each in assigned.others) == 3 - (student is not None)


def test_the_folder_says_whose_it_is() -> None:
    bus = Candidate(name="mon/张三/bus", path="mon/张三/bus.py", within="张三/bus.py")
    assert assign([bus], (ZHANG, LI)).found[0].student == ZHANG


def test_a_platforms_name_counts_more_than_its_number() -> None:
    moodle = Candidate(
        name="李四", path="x.zip/李四_2023001_assignsubmission_file_/bus.py", student=Student(id="2023001", name="李四")
    )
    assert assign([moodle], (ZHANG, LI)).found[0].student == LI


def test_two_students_of_one_name_are_known_by_id_only() -> None:
    other = Student(id="2023009", name="张三")
    candidates = [Candidate(name="张三", path="张三.py"), Candidate(name="2023009", path="2023009.py")]
    assigned = assign(candidates, (ZHANG, other))
    assert [each.student for each in assigned.found] == [None, other]
    assert [each.student for each in assigned.others] == [ZHANG]
    assert not assigned.others[0].absent, "his may be the one that cannot be told"


SHORT = (Student(id="1", name="Bob Ross"), Student(id="2", name="Carl Orff"), Student(id="3", name="Alice Liu"))


@pytest.mark.parametrize(
    "within",
    ["hw1.py", "bus_v1.py", "week1.py", "week 1.py", "软工1班-王五.py", "zoe/bus2.py", "zoe/1.py", "bus (1).py"],
)
def test_a_short_id_is_no_number_that_happens_to_be_there(within: str) -> None:
    (found,) = assign([Candidate(name="x", path=f"hw1/{within}", within=within)], SHORT).found
    assert found.student is None


@pytest.mark.parametrize(
    ("within", "student"),
    [("1.py", SHORT[0]), ("2/bus.py", SHORT[1]), ("1_Alice Liu.py", SHORT[2]), ("hw1 alice_liu v2.py", SHORT[2])],
)
def test_a_short_id_counts_where_it_is_all_there_is(within: str, student: Student) -> None:
    (found,) = assign([Candidate(name="x", path=f"hw1/{within}", within=within)], SHORT).found
    assert found.student == student


def test_what_the_teacher_named_says_nothing(tmp_path: Path) -> None:
    """The folder may be called after the teacher, or after a class."""
    folder = tmp_path / "2023001_张三"
    (folder / "2023002李四").mkdir(parents=True)
    path = tmp_path / "2023001_张三.zip"
    with zipfile.ZipFile(path, "w") as made:
        for place in ("a.py", "b.py", "2023002李四/bus.py"):
            (folder / place).write_bytes(b"")
            made.write(folder / place, f"张三班/{place}")
    for each in (folder, path):
        assert [one.student for one in assign(find([str(each)]), (ZHANG, LI)).found] == [LI, None, None]


def test_a_folder_that_a_pattern_of_the_shell_went_through_is_a_students(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "bus.py" for folder in ("张三", "2023002")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"")
    assert [each.student for each in assign(find(map(str, paths)), (ZHANG, LI)).found] == [ZHANG, LI]
    paths.append(paths[0].with_name("b.py"))
    paths[2].write_bytes(b"")
    found = assign(find(map(str, paths)), (ZHANG, LI)).found
    assert [each.student for each in found] == [None, LI, None], "with several programs it is a folder of a class"


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


def test_what_belongs_to_nobody_and_what_to_one_twice_is_said(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(**{"2023001_v1": "good", "2023001_v2": "bad", "eve": "good", "李四 张三": "good", "ada": "good"})
    (tmp_path / "class.csv").write_text("2023001,张三\n2023002,李四\n2023003,Ada Li\n2023004,王五\n", encoding="utf-8")
    done = call.grade("class", "--roster", "class.csv", "--json", "rows.json", "--quiet")
    assert done.returncode == UNDECIDED
    assert "grade: on no class list: eve\n" in done.stderr
    assert "it is not certain whose these are: ada (2023003 Ada Li?)" in done.stderr
    assert "李四 张三 (2023001 张三 / 2023002 李四?)" in done.stderr
    assert "several submissions of one student: 2023001 张三 (2023001_v1, 2023001_v2)\n" in done.stderr
    missing = {name: row["error"] for name, row in rows(tmp_path / "rows.json").items() if row["status"] == "error"}
    assert missing == {
        "2023002": "has no submission for certain, but may have handed in: 李四 张三",
        "2023003": "has no submission for certain, but may have handed in: ada",
        "2023004": "not handed in",
    }


def test_a_group_is_there_with_all_its_students() -> None:
    lei = Student(id="2001", name="Li Lei")
    han = Student(id="2002", name="Han Meimei")
    eve = Student(id="x", name="Eve Moor")
    export = Student.together([lei, Student(id="h@b.c", name="Meimei, Han"), eve])
    assert (export.id, export.name) == ("2001, h@b.c, x", "Li Lei, Meimei, Han, Eve Moor")
    group = Candidate(
        name="submission_1", path="x.zip/submission_1/2003.py", within="submission_1/2003.py", student=export
    )
    assigned = assign([group], (lei, han, Student(id="2003", name="Wu Di")))
    assert assigned.found[0].student is not None
    assert assigned.found[0].student.members == (lei, han, eve)
    assert [each.name for each in assigned.others if each.absent] == ["2003"]
    assert [each.values["names"] for each in assigned.remarks] == ["submission_1 (Eve Moor)"]


def test_a_group_is_known_again_by_what_a_gradebook_keeps() -> None:
    group = Student.together([ZHANG, LI])
    assert Student.apart(group.id, group.name).members == (ZHANG, LI)
    for each in (ADA, Student(id="2001", name="Liu, Alice")):
        assert Student.apart(each.id, each.name).members == (each,)
