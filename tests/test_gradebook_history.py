"""What counts when a gradebook is judged again: the last word on each submission, and no two students made one."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.cli import PASSED, UNDECIDED

from .archiving import archive
from .calls import Replaced, homework, rows, table

MOODLE = "{}_{}_assignsubmission_file_/{}"


@pytest.fixture
def call(tmp_path: Path) -> Replaced:
    return Replaced(tmp_path)


def folder(call: Replaced, name: str, sources: Mapping[str, str]) -> Path:
    for path, source in sources.items():
        (call.folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (call.folder / name / path).write_text(source)
    return call.folder / name


def zipped(call: Replaced, name: str, sources: Mapping[str, str]) -> Path:
    return archive(call.folder / name, {path: source.encode() for path, source in sources.items()})


def again(call: Replaced, *arguments: str | Path) -> dict[str, int]:
    """The scores that `--rejudge` finds, by submission."""
    done = call.grade("--rejudge", "g.db", *arguments, "--json", "again.json")
    assert "Traceback" not in done.stderr, done.stderr
    return {name: row["score"] for name, row in rows(call.folder / "again.json").items()}


def other_signals(call: Replaced) -> Path:
    new = homework(call.folder, ('stimulus = "SIGINT"', 'stimulus = "SIGHUP"'), ('key = "interrupt"', ""))
    new.write_text(new.read_text().replace("keyboard.interrupt = 0", ""))
    return new


def test_a_file_that_was_changed_back_counts_as_it_is_now(call: Replaced) -> None:
    for source, score in (("bad", 90), ("good", 100), ("bad", 90)):
        call.hand_in(judy=source)
        assert call.rows("class", "--gradebook", "g.db")["judy"]["score"] == score
        assert again(call) == {"judy": score}
    assert call.runs == ["judy", "judy"]
    assert table(call.folder / "g.db", "SELECT score FROM attempts ORDER BY id") == [(90,), (100,)]


def test_what_was_said_last_is_what_a_score_changed_from(call: Replaced) -> None:
    call.hand_in(judy="bad")
    call.rows("class", "--gradebook", "g.db")
    new = homework(call.folder, ("departure.message = 10", "departure.message = 50"))
    call.rows("class", "--gradebook", "g.db", "--homework", new)
    done = call.grade("--rejudge", "g.db", "--homework", new)
    assert done.stderr == "grade: scores that changed: 0 of 1\n"


def test_evidence_for_another_homework_replaces_none(call: Replaced) -> None:
    call.hand_in(a="good", b="bad")
    call.rows("class", "--gradebook", "g.db")
    new = other_signals(call)
    call.hand_in(c="good")
    call.rows("class", "--gradebook", "g.db", "--homework", new)
    assert again(call) == {"a": 100, "b": 90, "c": 0}
    found = rows(call.folder / "again.json")
    assert {name for name, row in found.items() if "other signals" in (row["error"] or "")} == {"c"}
    again(call, "--homework", new)
    assert not [row for row in rows(call.folder / "again.json").values() if row["error"]]


def test_what_cannot_be_read_is_no_absence(call: Replaced) -> None:
    folder(call, "class", {"ada/bus.docx": "x", "bob/bus.py": "good"})
    (call.folder / "roster.csv").write_text("id,name\n1,ada\n2,bob\n3,cyd\n")
    usual = ("--roster", "roster.csv", "--moodle")
    first = call.rows("class", "--gradebook", "g.db", *usual, "first.csv")
    for _twice in range(2):
        call.grade("class", "--gradebook", "g.db")
    assert call.runs == ["bob"]
    assert table(call.folder / "g.db", "SELECT submission, status, sha256 = '' FROM attempts ORDER BY 1") == [
        ("ada", "error", 1),
        ("bob", "graded", 0),
    ]
    done = call.grade("--rejudge", "g.db", "--homework", other_signals(call), "--lang", "zh", "--json", "zh.json")
    assert done.returncode == UNDECIDED
    assert rows(call.folder / "zh.json")["ada"]["error"].startswith("里面没有 Python 程序")
    again(call, *usual, "again.csv")
    second = rows(call.folder / "again.json")
    for each in (*first.values(), *second.values()):
        each.pop("seconds")
    assert second == first
    assert "has no Python program" in second["ada"]["error"]
    assert (call.folder / "again.csv").read_bytes() == (call.folder / "first.csv").read_bytes()
    (call.folder / "class" / "ada" / "bus.docx").rename(call.folder / "class" / "ada" / "bus.py")
    (call.folder / "class" / "ada" / "bus.py").write_text("good")
    call.rows("class", "--gradebook", "g.db")
    assert again(call) == {"ada": 100, "bob": 100}


def test_what_is_not_there_is_not_kept(call: Replaced) -> None:
    call.hand_in(a="good")
    call.rows("class", "typo.py", "--gradebook", "g.db")
    assert again(call) == {"a": 100}


def test_names_that_are_no_utf8_are_kept(call: Replaced) -> None:
    odd = folder(call, "class", {"a.py": "good"}) / os.fsdecode(b"\xff")
    odd.mkdir()
    for name in (b"\xfe.py", b"\xfd.py"):
        (odd / os.fsdecode(name)).touch()
    done = call.grade("class", "--gradebook", "g.db")
    assert "Traceback" not in done.stderr + done.stdout
    assert again(call) == {"a": 100, "\\udcff": 0}
    assert "has 2 programs in it" in rows(call.folder / "again.json")["\\udcff"]["error"]


def test_a_platforms_export_is_known_under_any_name(call: Replaced) -> None:
    class_ = {
        MOODLE.format("张三", 101, "bus.py"): "good",
        MOODLE.format("张三", 102, "bus.py"): "bad",
        MOODLE.format("李四", 103, "bus.py"): "good",
        MOODLE.format("王五", 104, "bus.docx"): "x",
    }
    zipped(call, "exp1.zip", class_)
    call.rows("exp1.zip", "--gradebook", "g.db")
    newer = {**class_, MOODLE.format("赵六", 105, "bus.py"): "good", MOODLE.format("李四", 103, "bus.py"): "bad"}
    (call.folder / "exp1.zip").rename(call.folder / "exp2.zip")
    done = call.grade("exp2.zip", "--gradebook", "g.db")
    assert "graded before and unchanged: 3 of 4" in done.stderr
    zipped(call, "exp3.zip", newer)
    done = call.grade("exp3.zip", "--gradebook", "g.db")
    assert "graded before and unchanged: 2 of 5" in done.stderr
    assert sorted(again(call).values()) == [0, 90, 90, 100, 100]
    paths = {row["path"].split("/")[0] for row in rows(call.folder / "again.json").values()}
    assert paths == {"exp3.zip"}
    folder(call, "unpacked", newer)
    done = call.grade("unpacked", "--gradebook", "g.db")
    assert "graded before and unchanged: 4 of 5" in done.stderr


def test_an_archive_of_a_class_is_known_by_its_bytes(call: Replaced) -> None:
    zipped(call, "exp1.zip", {"a.py": "good", "b.py": "bad", "c.docx": "x"})
    call.rows("exp1.zip", "--gradebook", "g.db")
    shutil.copy(call.folder / "exp1.zip", call.folder / "exp2.zip")
    assert "unchanged: 2 of 3" in call.grade("exp2.zip", "--gradebook", "g.db").stderr
    assert again(call) == {"a": 100, "b": 90, "c": 0}
    zipped(call, "exp2.zip", {"a.py": "bad", "b.py": "good"})
    call.rows("exp2.zip", "--gradebook", "g.db")
    assert sorted(again(call).values()) == [0, 90, 90, 100, 100], "it may be another class with the same names"


@pytest.mark.parametrize("together", [True, False])
def test_no_two_students_are_made_one(call: Replaced, together: bool) -> None:
    """Whether they are graded in one call, or one after the other."""
    zipped(call, "mon.zip", {"a.py": "good", "b.py": "bad"})
    zipped(call, "tue.zip", {"a.py": "bad", "b.py": "good"})
    zipped(call, "li.zip", {"bus.py": "good"})
    shutil.copy(call.folder / "li.zip", call.folder / "copied-from-li.zip")
    folder(call, "wed", {"a.py": "good", "b.py": "bad"})
    folder(call, "thu", {"a.py": "good", "b.py": "bad"})
    paths = ["mon.zip", "tue.zip", "li.zip", "copied-from-li.zip", "wed", "thu"]
    for some in [paths] if together else [[path] for path in paths]:
        call.grade(*some, "--gradebook", "g.db")
    assert len(call.runs) == 10
    first = again(call)
    assert sorted(first.values()) == [90] * 4 + [100] * 6
    assert {"mon.zip/a": 100, "tue.zip/a": 90, "wed/a": 100, "thu/a": 100}.items() <= first.items()
    for each in paths:
        call.grade(each, "--gradebook", "g.db")
    call.grade(*paths, "--gradebook", "g.db")
    assert len(call.runs) == 10, "what stands beside a submission is no reason to grade it again"
    assert again(call) == first
    (call.folder / "thu" / "a.py").write_text("bad")
    call.grade(call.folder / "thu" / "a.py", "--gradebook", "g.db")
    assert sorted(again(call).values()) == [90] * 5 + [100] * 5, "a file is the same alone and in its folder"


def test_a_student_in_two_exports_of_one_call_is_listed_twice(call: Replaced) -> None:
    zipped(call, "old.zip", {MOODLE.format("张三", 101, "bus.py"): "bad"})
    zipped(call, "new.zip", {MOODLE.format("张三", 101, "bus.py"): "good"})
    call.rows("old.zip", "new.zip", "--gradebook", "g.db")
    assert sorted(again(call).values()) == [90, 100]


def test_an_archive_that_can_be_read_at_last_is_no_error_any_more(call: Replaced) -> None:
    (call.folder / "exp.zip").write_text("half of it")
    call.rows("exp.zip", "--gradebook", "g.db")
    assert again(call) == {"exp": 0}
    zipped(call, "exp.zip", {MOODLE.format("张三", 101, "bus.py"): "good"})
    call.rows("exp.zip", "--gradebook", "g.db")
    assert again(call) == {"张三": 100}
    assert call.grade("--rejudge", "g.db").returncode == PASSED


def test_a_program_beside_something_else_of_its_name_stays_what_it_is(call: Replaced) -> None:
    folder(call, "class", {"a.docx": "x"})
    call.rows("class", "--gradebook", "g.db")
    folder(call, "class", {"a.py": "good"})
    call.rows("class", "--gradebook", "g.db")
    assert sorted(again(call).values()) == [0, 100]
    (call.folder / "class" / "a.docx").unlink()
    assert "unchanged: 1 of 1" in call.grade("class", "--gradebook", "g.db").stderr


def test_the_class_list_of_an_earlier_call_is_no_identity(call: Replaced) -> None:
    call.hand_in(ada="good")
    (call.folder / "roster.csv").write_text("id,name\n7,ada\n")
    call.rows("class", "--gradebook", "g.db", "--roster", "roster.csv")
    (call.folder / "roster.csv").write_text("id,name\n8,ada\n")
    assert "unchanged: 1 of 1" in call.grade("class", "--gradebook", "g.db", "--roster", "roster.csv").stderr
    assert again(call, "--csv", "out.csv") == {"ada": 100}
    assert "8" in next(csv.reader((call.folder / "out.csv").read_text("utf-8-sig").splitlines()[1:]))


def test_a_class_list_finds_those_whose_names_were_told_apart(call: Replaced) -> None:
    for name in ("mon", "tue"):
        folder(call, name, {"2023001/src/bus.py": "good"})
    (call.folder / "roster.csv").write_text("id,name\n2023001,ada\n2023002,bob\n")
    call.rows("mon", "tue", "--gradebook", "g.db")
    found = again(call, "--roster", "roster.csv")
    assert found == {"mon/2023001/src/bus": 100, "tue/2023001/src/bus": 100, "2023002": 0}
