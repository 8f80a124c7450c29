"""Whose work a submission is, whatever it is called and whatever stands beside it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from grader.identity import renamed
from grader.submissions import find

MOODLE = "张三_101_assignsubmission_file_"


@pytest.fixture(autouse=True)
def class_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in ("class/a.py", "class/zhang/deep/bus.py", "class/li/bus.docx", "other/a.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def identities(*paths: str | Path) -> list[str]:
    return [each.identity for each in find(map(str, paths))]


def archive(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for each in members:
            made.writestr(each, "")
    return path


def test_a_place_is_the_same_however_it_is_named(class_: Path) -> None:
    whole = [f"{class_}/class/{name}" for name in ("a", "li", "zhang")]
    assert identities("class") == identities("./class/") == identities(class_ / "class") == whole
    assert identities("class/a.py") == whole[:1]
    assert identities("class", "other") == [*whole, f"{class_}/other/a"]


def test_a_platforms_number_comes_first(class_: Path) -> None:
    archive(class_ / "moodle.zip", f"{MOODLE}/bus.py", f"{MOODLE.replace('101', '102')}/bus.docx")
    archive(class_ / "canvas.zip", "zhangsan_LATE_103_67890_bus.py", "lisi_104_67891_bus.py")
    (class_ / "unpacked" / MOODLE).mkdir(parents=True)
    assert identities("moodle.zip", "canvas.zip") == ["student 101", "student 102", "student 104", "student 103"]
    assert identities("unpacked") == ["student 101"]


def test_what_meets_in_one_call_stays_apart(class_: Path) -> None:
    for name in ("old.zip", "new.zip"):
        archive(class_ / name, f"{MOODLE}/bus.py")
    assert identities("old.zip", "new.zip") == [f"{class_}/{name}.zip/{MOODLE}/bus.py" for name in ("old", "new")]
    (class_ / "class" / "a.docx").touch()
    assert identities("class")[:2] == [f"{class_}/class/a.docx", f"{class_}/class/a"], "the program is the submission"


def test_only_an_archive_of_several_is_known_by_its_bytes(class_: Path) -> None:
    archive(class_ / "class.zip", "a.py", "b.py", "c.docx")
    archive(class_ / "li.zip", "bus.py", "notes.txt")
    seen: list[str] = []

    def first_place(place: str, sha256: str) -> str:
        assert len(sha256) == 64
        seen.append(place)
        return "/elsewhere.zip"

    found = [each.identity for each in renamed(find(["class.zip", "li.zip", "class"]), first_place)]
    assert seen == [f"{class_}/class.zip"]
    assert found[:3] == ["/elsewhere.zip/a", "/elsewhere.zip/b", "/elsewhere.zip/c"]
    assert found[3:] == identities("li.zip", "class")


def test_an_archive_that_cannot_be_read_is_itself(class_: Path) -> None:
    (class_ / "exp.zip").touch()
    assert identities("exp.zip") == [f"{class_}/exp.zip"]
