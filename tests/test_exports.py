"""Archives of learning platforms: whose program is whose."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.model import Student
from grader.submissions import Candidate, Unusable, find

from .archiving import EXPORT, PROGRAM, archive, programs, reasons


def test_moodle_with_and_without_folders(tmp_path: Path) -> None:
    members = {
        "Li Lei_1234_assignsubmission_file_/bus.py": PROGRAM,
        "Li Lei_1234_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
        "Han_Meimei_77_assignsubmission_file_my bus.py": PROGRAM + b"#",
        "Li Lei_9_assignsubmission_file_/sub/bus.py": PROGRAM,
        "Zoe_5_assignsubmission_onlinetext_/onlinetext.html": b"<p>print</p>",
    }
    path = archive(tmp_path / "hw2.zip", members)
    found = find([str(path)])
    read_in = programs(found)
    # Two students of one name are told apart by where their programs are.
    first = f"{path}/Li Lei_1234_assignsubmission_file_/bus"
    second = f"{path}/Li Lei_9_assignsubmission_file_/sub/bus"
    assert set(read_in) == {first, second, "Han_Meimei"}
    assert read_in[first].student == Student(id="1234", name="Li Lei")
    assert read_in["Han_Meimei"].source == PROGRAM + b"#"
    assert read_in["Han_Meimei"].filename == "my bus.py"
    assert read_in["Han_Meimei"].path == f"{path}/Han_Meimei_77_assignsubmission_file_my bus.py"
    assert reasons(found) == {"Zoe": "has no Python program (*.py) in it"}


def test_canvas_late_and_handed_in_again(tmp_path: Path) -> None:
    members = {
        "leili_12345_67890_bus.py": PROGRAM,
        "hanmeimei_LATE_12346_67891_bus-1.py": PROGRAM,
        "zoe_12347_67892_bus.py": PROGRAM,
        "zoe_12347_67893_helper.py": PROGRAM,
        "zoe_12347_67894_notes.pdf": b"%PDF",
    }
    found = find([str(archive(tmp_path / "submissions.zip", members))])
    read_in = programs(found)
    assert set(read_in) == {"leili", "hanmeimei"}
    assert read_in["leili"].filename == "bus.py"
    assert read_in["hanmeimei"].student == Student(id="12346")
    assert reasons(found)["zoe"].startswith("has 2 programs in it")


def test_canvas_names_with_an_underscore_short_numbers_and_typed_text(tmp_path: Path) -> None:
    """One that did not fit had nobody's name understood."""
    members = {
        "leili_12345_67890_bus.py": PROGRAM,
        "anna_lee_7_67891_bus.py": PROGRAM,
        "zoe_104_text.html": b"<p>my bus",
        "max_LATE_105_link.html": b"https://x.edu",
    }
    found = find([str(archive(tmp_path / "submissions.zip", members))])
    read_in = {name: each.student for name, each in programs(found).items()}
    assert read_in == {"leili": Student(id="12345"), "anna_lee": Student(id="7")}
    assert {each.name: each.student for each in found if isinstance(each, Unusable)} == {
        "zoe": Student(id="104"),
        "max": Student(id="105"),
    }
    assert set(reasons(found).values()) == {"has no Python program (*.py) in it"}


def test_names_that_look_like_canvas_by_chance_are_left_alone(tmp_path: Path) -> None:
    members = {"lab_10_20_bus.py": PROGRAM, "carol.py": PROGRAM}
    assert set(programs(find([str(archive(tmp_path / "a.zip", members))]))) == {"lab_10_20_bus", "carol"}


@pytest.mark.parametrize("unpacked", [False, True])
def test_gradescope_with_its_list_of_students(tmp_path: Path, unpacked: bool) -> None:
    members = {
        "assignment_7_export/submission_metadata.yml": EXPORT.encode(),
        "assignment_7_export/submission_101/bus.py": PROGRAM,
        "assignment_7_export/submission_102/src/bus.py": PROGRAM,
        "assignment_7_export/submission_103/bus.py": PROGRAM,
    }
    path = archive(tmp_path / "export.zip", members)
    if unpacked:
        with zipfile.ZipFile(path) as packed:
            packed.extractall(tmp_path)
        path = tmp_path / "assignment_7_export"
    read_in = programs(find([str(path)]))
    assert {name: each.student for name, each in read_in.items()} == {
        "submission_101": Student(id="2023001", name="Ada Lovelace"),
        "submission_102": Student(id="2023002, 2023003", name="李雷, 韩梅梅"),
        "submission_103": None,
    }


@pytest.mark.parametrize("text", ["", "[1, 2]", "submission_101: {a: *nothing}", "x: \0", "a: 1979-99-99", "[" * 3000])
def test_metadata_that_makes_no_sense_costs_nobody_the_grading(tmp_path: Path, text: str) -> None:
    members = {
        "submission_metadata.yml": text.encode(),
        "submission_101/bus.py": PROGRAM,
        "submission_102/bus.py": PROGRAM,
    }
    found = find([str(archive(tmp_path / "export.zip", members))])
    assert {each.name for each in found} == set(programs(found)) == {"submission_101", "submission_102"}


def test_a_plain_archive_follows_the_rules_for_folders(tmp_path: Path) -> None:
    members = {
        "hw2/alice.py": PROGRAM,
        "hw2/bob/bus.py": PROGRAM,
        "hw2/carol/a.py": PROGRAM,
        "hw2/carol/b.py": PROGRAM,
        "hw2/readme.txt": b"",
        "hw2/__MACOSX/._alice.py": b"",
        "hw2/.git/hook.py": b"",
    }
    found = find([str(archive(tmp_path / "hw2.zip", members))])
    assert set(programs(found)) == {"alice", "bob"}
    assert set(reasons(found)) == {"carol", "readme"}


def test_a_folder_around_a_class_with_one_program_is_looked_through(tmp_path: Path) -> None:
    members = {"class/alice/bus.py": PROGRAM, "class/bob/readme.txt": b"", "class/carol/bus.docx": b""}
    found = find([str(archive(tmp_path / "class.zip", members))])
    assert set(programs(found)) == {"alice"}
    assert reasons(found) == dict.fromkeys(("bob", "carol"), "has no Python program (*.py) in it")


@pytest.mark.parametrize(
    ("members", "student"),
    [
        (
            {"export/submission_metadata.yml": EXPORT.encode(), "export/submission_101/bus.py": PROGRAM},
            Student(id="2023001", name="Ada Lovelace"),
        ),
        ({"hw2/张三_1234_assignsubmission_file_/bus.py": PROGRAM}, Student(id="1234", name="张三")),
        ({"hw2/liualice_12345_67890_bus.py": PROGRAM}, Student(id="12345")),
    ],
)
def test_a_folder_around_an_export_of_one_submission(
    tmp_path: Path, members: Mapping[str, bytes], student: Student
) -> None:
    (found,) = find([str(archive(tmp_path / "one.zip", members))])
    assert isinstance(found, Candidate)
    assert found.student == student


def test_the_folder_of_a_single_student_stays(tmp_path: Path) -> None:
    members = {"alice/src/bus.py": PROGRAM, "alice/readme.txt": b""}
    (found,) = find([str(archive(tmp_path / "one.zip", members))])
    assert (found.name, found.within) == ("alice", "alice/src/bus.py")
