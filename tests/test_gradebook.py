"""The gradebook: nothing is lost, nothing is graded twice, and what is wrong with the file is said in a sentence."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import FAILED, PASSED, UNDECIDED, USAGE
from grader.database import APPLICATION, VERSION
from grader.owner import is_alive, myself

from .calls import Replaced, homework, rows, table

FULL = """
import grader.database
real = grader.database._connected
def connected(*arguments, **named):
    made = real(*arguments, **named)
    made.execute("PRAGMA max_page_count = 1")
    return made
grader.database._connected = connected
"""

CLASS = {"a": "good", "b": "bad", "c": "good"}


@pytest.fixture
def call(tmp_path: Path) -> Replaced:
    made = Replaced(tmp_path)
    made.hand_in(**CLASS)
    return made


def test_a_second_call_grades_what_is_new_or_changed_and_says_so(call: Replaced) -> None:
    first = call.rows("class", "--gradebook", "g.db")
    assert call.runs == ["a", "b", "c"]
    done = call.grade("class", "--gradebook", "g.db", "--json", "again.json")
    assert done.stderr == "grade: graded before and unchanged: 3 of 3, taken from g.db\n"
    assert done.returncode == FAILED
    assert call.runs == ["a", "b", "c"]
    assert rows(call.folder / "again.json") == first
    call.hand_in(b="good", d="good")
    found = call.rows("class", "--gradebook", "g.db")
    assert call.runs == ["a", "b", "b", "c", "d"]
    assert {name: row["score"] for name, row in found.items()} == dict.fromkeys("abcd", 100)
    history = table(call.folder / "g.db", "SELECT submission, score FROM attempts WHERE submission = 'b' ORDER BY id")
    assert history == [("b", 90), ("b", 100)], "earlier attempts are kept"
    assert table(call.folder / "g.db", "SELECT * FROM claims") == []


def test_what_matters_to_a_grading_has_it_done_again(call: Replaced) -> None:
    usual = ("class/a.py", "--gradebook", "g.db")
    call.rows(*usual)
    for more in (
        ("--patience", "3"),
        ("--repeat", "2"),
        ("--homework", str(homework(call.folder, ("老司机开车了", "开车")))),
    ):
        before = len(call.runs)
        call.rows(*usual, *more)
        assert len(call.runs) > before, more
        again = len(call.runs)
        call.rows(*usual, *more)
        assert len(call.runs) == again, more


def test_points_are_for_judging_and_need_no_program(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    new = homework(call.folder, ("departure.message = 10", "departure.message = 50"))
    found = call.rows("class", "--gradebook", "g.db", "--homework", new)
    assert call.runs == ["a", "b", "c"]
    assert {name: (row["score"], row["max_score"]) for name, row in found.items()} == {
        "a": (140, 140),
        "b": (90, 140),
        "c": (140, 140),
    }


def test_what_could_not_be_graded_is_tried_again(call: Replaced) -> None:
    call.hand_in(d="die")
    assert call.rows("class", "--gradebook", "g.db")["d"]["status"] == "error"
    assert call.rows("class", "--gradebook", "g.db")["d"]["status"] == "error"
    assert call.runs == ["a", "b", "c", "d", "d"]


def test_killed_in_the_middle_a_rerun_completes_it(call: Replaced) -> None:
    call.hand_in(b="wait go", d="wait go")
    usual = ["class", "--gradebook", "g.db", "--jobs", "2"]
    with subprocess.Popen(
        [*call.command, *usual], cwd=call.folder, env=call.environ, stdout=subprocess.PIPE, text=True
    ) as command:
        assert command.stdout is not None
        for line in command.stdout:
            if line.startswith("[2/4]"):
                command.kill()
                break
    assert command.returncode == -signal.SIGKILL
    (call.folder / "go").touch()
    assert table(call.folder / "g.db", "SELECT submission FROM attempts ORDER BY 1") == [("a",), ("c",)]
    done = call.grade(*usual)
    assert done.stderr == "grade: graded before and unchanged: 2 of 4, taken from g.db\n"
    assert done.returncode == PASSED
    assert table(call.folder / "g.db", "SELECT submission, count(*) FROM attempts GROUP BY 1") == [
        (name, 1) for name in "abcd"
    ]
    assert table(call.folder / "g.db", "PRAGMA integrity_check") == [("ok",)]


def test_two_calls_at_once_share_the_work(call: Replaced) -> None:
    names = [f"s{number:02}" for number in range(30)]
    folder = call.hand_in(**{name: "wait go" if name == "s00" else "good" for name in names})
    for name in CLASS:
        (folder / f"{name}.py").unlink()
    usual = ["class", "--gradebook", "g.db", "--jobs", "2", "--json"]
    calls = [
        subprocess.Popen(
            [*call.command, *usual, f"{each}.json"], cwd=call.folder, env=call.environ, stdout=subprocess.PIPE
        )
        for each in "xy"
    ]
    (call.folder / "go").touch()
    for each in calls:
        each.communicate(timeout=60)
        assert each.returncode == PASSED
    assert call.runs == names, "each was run once"
    assert list(rows(call.folder / "x.json")) == list(rows(call.folder / "y.json")) == names
    assert table(call.folder / "g.db", "SELECT count(*) FROM attempts") == [(30,)]
    assert table(call.folder / "g.db", "PRAGMA integrity_check") == [("ok",)]


def test_a_claim_ends_with_its_process() -> None:
    assert is_alive(myself())
    with subprocess.Popen(
        [sys.executable, "-c", "from grader.owner import myself; print(myself())"], stdout=subprocess.PIPE, text=True
    ) as other:
        owner = other.communicate(timeout=30)[0].strip()
    assert not is_alive(owner)
    assert not is_alive(myself().replace(f":{os.getpid()}:", ":1:")), "a PID that is someone else's now"


def test_judged_again_without_running_anything(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    new = homework(
        call.folder, ("departure.message = 10", "departure.message = 20"), ("exit.order = 20", "exit.order = 10")
    )
    done = call.grade("--rejudge", "g.db", "--homework", new, "--json", "new.json")
    assert done.stderr == "grade: scores that changed: 1 of 3\ngrade: b: 90 of 100 before, 80 of 100 now\n"
    assert done.returncode == FAILED
    assert {name: row["score"] for name, row in rows(call.folder / "new.json").items()} == {"a": 100, "b": 80, "c": 100}
    assert call.runs == ["a", "b", "c"]
    same = call.grade("--rejudge", "g.db")
    assert same.stderr == "grade: scores that changed: 0 of 3\n"


def test_evidence_of_other_signals_is_not_judged(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    new = homework(call.folder, ('stimulus = "SIGINT"', 'stimulus = "SIGHUP"'), ('key = "interrupt"', ""))
    new.write_text(new.read_text().replace("keyboard.interrupt = 0", ""))
    done = call.grade("--rejudge", "g.db", "--homework", new, "--json", "new.json")
    assert done.returncode == UNDECIDED
    assert {row["error"] for row in rows(call.folder / "new.json").values()} == {
        "was graded for a homework with other signals or roles; grade it again"
    }


def test_damaged_evidence_is_one_row(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    database = sqlite3.connect(call.folder / "g.db")
    database.execute("UPDATE runs SET evidence = x'00' WHERE attempt = 1")
    database.commit()
    database.close()
    done = call.grade("--rejudge", "g.db", "--json", "new.json")
    assert done.returncode == UNDECIDED
    errors = [row["error"] for row in rows(call.folder / "new.json").values() if row["error"]]
    assert errors == ["its evidence is damaged; grade it again"]


def test_nobody_is_missing_because_a_page_is_damaged(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    ((root,),) = table(call.folder / "g.db", "SELECT rootpage FROM sqlite_schema WHERE name = 'attempts'")
    ((size,),) = table(call.folder / "g.db", "PRAGMA page_size")
    assert isinstance(root, int)
    assert isinstance(size, int)
    with (call.folder / "g.db").open("r+b") as file:
        file.seek((root - 1) * size + 3)  # sqlite.org/fileformat2.html: the number of cells on the page
        file.write(b"\0\0")
    done = call.grade("--rejudge", "g.db")
    assert done.stderr == "grade: g.db: the gradebook is damaged\n"
    assert done.returncode == USAGE


@pytest.mark.parametrize("option", ["--gradebook", "--rejudge"])
def test_files_that_are_none_are_refused_in_a_sentence(call: Replaced, option: str) -> None:
    (call.folder / "text.db").write_text("hello\n" * 1000)
    call.rows("class", "--gradebook", "newer.db")
    shutil.copy(call.folder / "newer.db", call.folder / "older.db")
    for name, statement in (
        ("other.db", "CREATE TABLE grades (name)"),
        ("newer.db", f"PRAGMA user_version = {VERSION + 1}"),
        ("older.db", f"PRAGMA user_version = {VERSION - 1}"),
    ):
        database = sqlite3.connect(call.folder / name)
        database.execute(statement)
        database.commit()
        database.close()
    (call.folder / "folder.db").mkdir()
    said = {
        "text.db": "text.db: this is no gradebook, or a damaged one",
        "other.db": "other.db: this is a database, but not a gradebook",
        "newer.db": "newer.db: the gradebook was made by a newer version of the grader, which is needed to go on",
        "older.db": "older.db: the gradebook was made by an older version of the grader; begin a new one in another",
        "folder.db": "folder.db: this is not a file; expected a gradebook",
        "no/such.db": "no/such.db: there is no",
    }
    for name, sentence in said.items():
        arguments = [option, name] if option == "--rejudge" else ["class", option, name]
        done = call.grade(*arguments)
        assert done.stderr.startswith(f"grade: {sentence}"), name
        assert done.stderr.count("\n") == 1
        assert done.returncode == USAGE, name
    assert (call.folder / "text.db").read_text() == "hello\n" * 1000
    assert call.runs == ["a", "b", "c"]


def test_a_full_disk_keeps_what_was_stored(call: Replaced) -> None:
    """SQLite's own limit of pages answers as a full disk does."""
    call.rows("class/a.py", "--gradebook", "g.db")
    script = call.folder / "main" / "call.py"
    script.write_text(FULL + script.read_text())
    call.hand_in(**{name: "good " + os.urandom(40_000).hex() for name in "de"})
    done = call.grade("class", "--gradebook", "g.db", "--json", "rows.json")
    assert done.returncode == UNDECIDED
    assert done.stderr.endswith("grade: g.db: the gradebook cannot be written: the disk is full\n")
    assert "a" in rows(call.folder / "rows.json")
    assert ("a",) in table(call.folder / "g.db", "SELECT submission FROM attempts")
    assert table(call.folder / "g.db", "PRAGMA integrity_check") == [("ok",)]


def test_a_gradebook_that_must_not_be_written_can_be_judged_again(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    locked = call.folder / "locked"
    locked.mkdir()
    shutil.move(call.folder / "g.db", locked / "g.db")
    before = (locked / "g.db").read_bytes()
    locked.chmod(0o555)
    (locked / "g.db").chmod(0o444)
    assert call.grade("--rejudge", locked / "g.db").returncode == FAILED
    assert (locked / "g.db").read_bytes() == before
    if os.geteuid() != 0:  # root may write everything
        done = call.grade("class", "--gradebook", locked / "g.db")
        assert "cannot be" in done.stderr
        assert done.returncode == USAGE
    locked.chmod(0o755)


def test_the_file_is_known_as_a_gradebook(call: Replaced) -> None:
    call.rows("class", "--gradebook", "g.db")
    assert table(call.folder / "g.db", "PRAGMA application_id") == [(APPLICATION,)]
    assert table(call.folder / "g.db", "PRAGMA journal_mode") == [("wal",)]
