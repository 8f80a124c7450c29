"""The gradebook's file: two that make it at once, damage that is found before anything is run, why it is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.cli import FAILED, USAGE
from grader.database import GradebookError, opened

from .calls import Replaced, environment, table

ROUNDS = 20  # in a third of them the two meet

OPENING = """
import sys, time
from grader.database import GradebookError
from grader.gradebook import Gradebook

for line in sys.stdin:
    path, start = line.rsplit(" ", 1)
    while time.monotonic() < float(start):
        pass
    try:
        with Gradebook(path):
            print("opened", flush=True)
    except GradebookError as error:
        print(error.text, flush=True)
"""


@pytest.fixture
def call(tmp_path: Path) -> Replaced:
    made = Replaced(tmp_path)
    made.hand_in(a="good", b="bad", c="good")
    return made


def read_only(*paths: Path) -> list[str]:
    """To which a command is added that finds these on a read-only file system; skips where there can be none."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        pytest.skip("bubblewrap is not installed")
    walls = [bwrap, "--dev-bind", "/", "/", *(word for path in paths for word in ("--ro-bind", str(path), str(path)))]
    if subprocess.run([*walls, "true"], capture_output=True, check=False).returncode:
        pytest.skip("bubblewrap does not work here")
    return walls


def test_two_that_make_one_gradebook_at_once_both_have_it(tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for _each in range(2)
    ]
    said = []
    for number in range(ROUNDS):
        start = time.monotonic() + 0.01
        for each in both:
            assert each.stdin is not None
            each.stdin.write(f"{tmp_path / str(number)}.db {start}\n")
        for each in both:
            assert each.stdout is not None
            said.append(each.stdout.readline())
    for each in both:
        each.communicate(timeout=30)
    assert said == ["opened\n"] * 2 * ROUNDS


def test_who_never_lets_go_is_not_waited_for_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sqlite3.connect(tmp_path / "g.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM sqlite_schema").fetchall()
    monkeypatch.setattr("grader.database._PATIENCE", 0.2)
    with pytest.raises(GradebookError) as refused:
        opened(str(tmp_path / "g.db"), writable=True)
    assert "another program keeps the gradebook locked" in str(refused.value.text)
    reader.close()


@pytest.mark.parametrize("option", ["--gradebook", "--rejudge"])
def test_a_damaged_gradebook_is_refused_before_anything_is_run(call: Replaced, option: str) -> None:
    call.hand_in(**{name: f"good {os.urandom(40_000).hex()}" for name in "defg"})
    call.rows("class", "--gradebook", "g.db")
    assert (call.folder / "g.db").stat().st_size > 90_000
    with (call.folder / "g.db").open("r+b") as file:
        file.seek(60_000)
        file.write(os.urandom(30_000))
    before, runs = (call.folder / "g.db").read_bytes(), call.runs
    call.hand_in(new="good")
    done = call.grade(*(["class"] if option == "--gradebook" else []), option, "g.db")
    assert done.stderr == "grade: g.db: the gradebook is damaged\n"
    assert done.returncode == USAGE
    assert call.runs == runs
    assert (call.folder / "g.db").read_bytes() == before


@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_file_system_is_named(call: Replaced, exists: bool) -> None:
    folder = call.folder / "books"
    folder.mkdir()
    if exists:
        call.rows("class", "--gradebook", "books/g.db")
    done = refused(call, folder)
    assert done == "grade: books/g.db: the gradebook cannot be written: the file system is read-only\n"


def test_a_file_that_alone_is_read_only_is_named_so(call: Replaced) -> None:
    """As a container has it, with one file mounted."""
    (call.folder / "books").mkdir()
    call.rows("class", "--gradebook", "books/g.db")
    done = refused(call, call.folder / "books" / "g.db")
    assert done == "grade: books/g.db: the gradebook cannot be written: the file system is read-only\n"


def test_a_gradebook_on_a_read_only_file_system_can_be_judged_again(call: Replaced) -> None:
    (call.folder / "books").mkdir()
    call.rows("class", "--gradebook", "books/g.db")
    command = [*read_only(call.folder / "books"), *call.command, "--rejudge", "books/g.db"]
    done = subprocess.run(command, cwd=call.folder, env=call.environ, capture_output=True, check=False)
    assert done.returncode == FAILED
    assert table(call.folder / "books" / "g.db", "SELECT count(*) FROM attempts") == [(3,)]


def refused(call: Replaced, path: Path) -> str:
    """What a call says that finds `path` read-only."""
    runs = call.runs
    command = [*read_only(path), *call.command, "class", "--gradebook", "books/g.db"]
    done = subprocess.run(command, cwd=call.folder, env=call.environ, capture_output=True, text=True, check=False)
    assert done.returncode == USAGE, done.stderr
    assert call.runs == runs
    return done.stderr
