"""Finding and reading submissions: nothing is skipped in silence, nothing odd is opened."""

from __future__ import annotations

import hashlib
import os
import socket
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.locale.translate import render
from grader.model import Submission
from grader.submissions import LARGEST, Candidate, Unusable, find, read

PROGRAM = "print('hello')\n"


def names(found: Sequence[Candidate | Unusable]) -> list[str]:
    return [each.name for each in found]


def reasons(found: Sequence[Candidate | Unusable]) -> dict[str, str]:
    return {each.name: render(each.reason, "en") for each in found if isinstance(each, Unusable)}


def refusal(path: Path) -> str:
    """Why reading that file is refused; it is a candidate at first."""
    refused = read(Candidate(name=path.stem, path=str(path)))
    assert isinstance(refused, Unusable)
    return render(refused.reason, "en")


def test_a_file_is_named_by_its_stem_and_keeps_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "alice.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    (candidate,) = find(["./alice.py"])
    assert candidate == Candidate(name="alice", path="./alice.py", identity=str(tmp_path / "alice"))
    assert read(candidate) == Submission(
        name="alice",
        path="./alice.py",
        source=PROGRAM.encode(),
        sha256=hashlib.sha256(PROGRAM.encode()).hexdigest(),
        identity=str(tmp_path / "alice"),
    )


def test_a_hidden_program_is_said_to_be_one(tmp_path: Path) -> None:
    """Somebody may have meant it; what macOS and editors leave beside the files nobody has."""
    for path in (
        ".py",
        ".bus.py",
        "..PY",
        "li/.bus.py",
        "wu/bus.py",
        "wu/.bus.py",
        "._wu.py",
        ".bus.py.swp",
        ".x.py/y",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PROGRAM)
    (tmp_path / ".#bus.py").symlink_to("me@here.1234")  # Emacs' lock
    found = find([str(tmp_path)])
    assert reasons(found) == {
        **dict.fromkeys((".py", ".bus.py", "..PY"), "is hidden: its name begins with a dot"),
        "li": "has no Python program (*.py) in it",
    }
    assert [each.name for each in found if isinstance(each, Candidate)] == ["wu"]


def test_a_hidden_program_does_not_hide_whose_the_others_are(tmp_path: Path) -> None:
    for name in ("lilei_12345_67890_bus.py", ".bus.py"):
        (tmp_path / name).write_text(PROGRAM)
    assert names(find([str(tmp_path)])) == [".bus.py", "lilei"]


def test_a_folder_holds_files_and_one_folder_per_student(tmp_path: Path) -> None:
    for path in (
        "zoe.py",
        "bob/bus.py",
        "carol/src/deep/BUS.PY",
        "dave/a.py",
        "dave/b.py",
        "erin/bus.txt",
        "frank.rar",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PROGRAM)
    for path in (
        "._hidden.py",
        "__pycache__/zoe.py",
        "__MACOSX/._zoe.py",
        "bob/__pycache__/bus.py",
        "bob/.git/hook.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PROGRAM)
    found = find([str(tmp_path)])
    assert names(found) == ["bob", "carol", "dave", "erin", "frank", "zoe"]
    assert [each.path for each in found if isinstance(each, Candidate)] == [
        str(tmp_path / path) for path in ("bob/bus.py", "carol/src/deep/BUS.PY", "zoe.py")
    ]
    said = reasons(found)
    assert said["dave"] == "has 2 programs in it, and only one can be the homework: a.py, b.py"
    assert said["erin"] == "has no Python program (*.py) in it"
    assert "does not end in .py" in said["frank"]


def test_an_unpacked_export_is_taken_as_its_archive_is(tmp_path: Path) -> None:
    for path in (
        "moodle/张三_1234_assignsubmission_onlinetext_/onlinetext.html",
        "moodle/张三_1234_assignsubmission_file_/bus.py",
        "moodle/李四_1235_assignsubmission_file_/bus.docx",
        "canvas/liualice_21_11_bus.py",
        "canvas/liualice_21_12_notes.pdf",
        "canvas/zhangsan_22_13_bus.py",
        "canvas/zhangsan_22_14_bus2.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(PROGRAM)
    for export in ("moodle", "canvas"):
        folder = tmp_path / export
        with zipfile.ZipFile(tmp_path / f"{export}.zip", "w") as made:
            for file in sorted(folder.rglob("*.*")):
                made.write(file, file.relative_to(folder))
        unpacked, packed = find([str(folder)]), find([f"{folder}.zip"])
        assert {each.name: (type(each), each.student, each.within) for each in unpacked} == {
            each.name: (type(each), each.student, each.within) for each in packed
        }
        assert reasons(unpacked) == reasons(packed)
        assert len(unpacked) == 2
        named = [each for each in unpacked if isinstance(each, Candidate)]
        assert [(each.name, each.filename) for each in named] == [
            ("张三", "") if export == "moodle" else ("liualice", "bus.py")
        ]


def test_several_paths_keep_their_order_and_each_file_comes_once(tmp_path: Path) -> None:
    for name in ("b.py", "a.py"):
        (tmp_path / name).write_text(PROGRAM)
    found = find([str(tmp_path / "b.py"), str(tmp_path), str(tmp_path / "b.py")])
    assert names(found) == ["b", "a"]


def test_submissions_of_one_name_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mon/bus.py", "tue/bus.py", "tue/other.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    assert names(find(["mon/bus.py", "tue/bus.py", "tue/other.py"])) == ["mon/bus", "tue/bus", "other"]


def test_what_is_not_there_or_empty_is_a_slip_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find([str(tmp_path / "nobody.py"), str(tmp_path / "empty"), "nul\0.py"])
    assert all(isinstance(each, Unusable) and each.mistyped for each in found)
    assert reasons(found)["nobody"] == "cannot be found: there is no such file or folder"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.py")
    (tmp_path / "device.py").symlink_to("/dev/zero")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "loop.py").symlink_to("loop.py")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(os.path.relpath(tmp_path / "socket.py"))
        assert refusal(tmp_path / "socket.py") == "is not a regular file"
    assert refusal(tmp_path / "fifo.py") == "is not a regular file"
    assert refusal(tmp_path / "device.py") == "is not a regular file"
    assert refusal(tmp_path / "folder.py") == "is not a regular file"
    assert refusal(tmp_path / "loop.py") == "cannot be read: there are too many symbolic links"
    found = find([str(tmp_path)])
    assert sorted(names(found)) == ["device", "fifo", "folder.py", "loop", "socket"]


def test_a_link_counts_as_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "original.py").write_text(PROGRAM)
    (tmp_path / "link.py").symlink_to("original.py")
    submission = read(Candidate(name="link", path=str(tmp_path / "link.py")))
    assert isinstance(submission, Submission)
    assert submission.source == PROGRAM.encode()


def test_a_link_out_of_the_folder_is_followed_only_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(PROGRAM)
    folder = tmp_path / "class"
    (folder / "eve").mkdir(parents=True)
    (folder / "bob.py").symlink_to("../secret.py")
    (folder / "dave").symlink_to("../..")
    (folder / "eve" / "bus.py").symlink_to(tmp_path / "secret.py")
    (folder / "fine.py").symlink_to("words.txt")
    (folder / "words.txt").write_text(PROGRAM)
    (folder / "loop.py").symlink_to("loop.py")
    said = reasons(find([str(folder)]))
    assert said["bob"] == said["eve"]
    assert said["bob"].startswith("is a link out of this folder")
    assert "fine" not in said
    (named,) = find([str(folder / "bob.py")])
    assert isinstance(named, Candidate)
    (linked,) = find([str(folder / "eve")])
    assert isinstance(linked, Unusable)


def test_a_file_of_any_size_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_bytes(b"#" * LARGEST)
    assert isinstance(read(Candidate(name="large", path=str(path))), Submission)
    with path.open("r+b") as file:
        file.truncate(50 << 20)
    assert "larger than 1024 KiB" in refusal(path)
    path.write_bytes(b"")
    empty = read(Candidate(name="empty", path=str(path)))
    assert isinstance(empty, Submission), "an empty file is graded: it earns nothing, and says why"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "secret.py"
    path.write_text(PROGRAM)
    path.chmod(0)
    assert refusal(path) == "cannot be read: permission is denied"


@pytest.mark.parametrize(
    "name", ["-rf", "a b", 'it\'s "quoted"', "new\nline", "😀", "x" * 252, "司机", os.fsdecode(b"\xff\xfe")]
)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.py"
    path.write_text(PROGRAM)
    (candidate,) = find([str(tmp_path)])
    assert candidate.name == name
    assert isinstance(candidate, Candidate)
    assert isinstance(read(candidate), Submission)


def test_a_whole_file_system_linked_in_does_not_hold_things_up(tmp_path: Path) -> None:
    student = tmp_path / "class" / "eve"
    student.mkdir(parents=True)
    (student / "bus.py").write_text(PROGRAM)
    (student / "everything").symlink_to("/")
    (candidate,) = find([str(tmp_path / "class")])
    assert candidate.path == str(student / "bus.py")
    for number in range(2_100):
        (student / f"{number}.txt").touch()
    (row,) = find([str(tmp_path / "class")])
    assert isinstance(row, Unusable)


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(PROGRAM)
    os.mkfifo(tmp_path / "b.py")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for each in find([str(tmp_path)]):
        if isinstance(each, Candidate):
            read(each)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
