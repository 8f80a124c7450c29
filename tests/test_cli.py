"""The command as a user runs it: words, exit statuses, files; and what it does when things go wrong."""

from __future__ import annotations

import json
import os
import pkgutil
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import grader
from grader.cli import FAILED, INTERRUPTED, PASSED, UNDECIDED, USAGE
from grader.homework import BUS
from grader.reports.json import SCHEMA_FILE

from .calls import ALICE, COMMAND, ROOT, environment


def grade(*arguments: str | Path, cwd: Path | None = None, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**changed),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def results(path: Path) -> list[dict[str, Any]]:
    """The results of a JSON file that keeps the schema."""
    found = json.loads(path.read_bytes())
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_bytes())).validate(found)
    rows: list[dict[str, Any]] = found["results"]
    return rows


def program(path: Path, source: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------ verdicts
def test_full_marks_in_english(tmp_path: Path) -> None:
    done = grade(ALICE, "--json", tmp_path / "r.json")
    assert (done.returncode, done.stderr) == (PASSED, "")
    assert "Score: 100 out of 100\nFull marks. Well done!" in done.stdout
    assert "The conductor turns SIGINT into SIGUSR1 to the driver" in done.stdout
    (result,) = results(tmp_path / "r.json")
    assert (result["submission"], result["status"], result["score"]) == ("alice", "graded", 100)
    assert result["timeline"][0]["event"] == "launched"


@pytest.mark.parametrize(("options", "locale"), [((), "zh_CN.UTF-8"), (("--lang", "zh"), "C")])
def test_full_marks_in_chinese(options: Sequence[str], locale: str) -> None:
    done = grade(*options, ALICE, LC_ALL=locale)
    assert done.returncode == PASSED
    assert "得分：100 / 100\n满分，做得很好！" in done.stdout
    assert "售票员收到 SIGINT 后，向司机发送 SIGUSR1" in done.stdout


def test_one_process_only_fails(tmp_path: Path) -> None:
    done = grade(program(tmp_path / "oscar.py", "print('hello')\n"), "-q")
    assert (done.returncode, done.stdout, done.stderr) == (FAILED, "oscar  0/100\n", "")


def test_a_homework_file_changes_the_grading(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    rubric = (
        BUS.read_text(encoding="utf-8")
        .replace("老司机开车了", "All aboard")
        .replace("exit.order = 20", "exit.order = 5")
    )
    program(mine, rubric.replace('name = "bus"', 'name = "tram"'))
    done = grade("--homework", mine, "--json", tmp_path / "r.json", "-q", ALICE)
    assert (done.returncode, done.stdout) == (FAILED, "alice  75/85\n")
    (result,) = results(tmp_path / "r.json")
    assert [check["id"] for check in result["checks"] if check["status"] == "fail"] == ["departure.message"]
    assert json.loads((tmp_path / "r.json").read_bytes())["homework"] == "tram"


def test_a_class_with_what_cannot_be_graded(tmp_path: Path) -> None:
    shutil.copy(ALICE, program(tmp_path / "class" / "bob" / "bus.py", ""))
    program(tmp_path / "class" / "carol.txt", "my homework")
    os.mkfifo(tmp_path / "class" / "dave.py")
    done = grade(tmp_path / "class", tmp_path / "nobody.py", "--json", tmp_path / "r.json")
    assert done.returncode == UNDECIDED
    rows = {row["submission"]: (row["status"], row["error"]) for row in results(tmp_path / "r.json")}
    assert rows == {
        "bob": ("graded", None),
        "carol": ("error", "is no Python program: its name does not end in .py"),
        "dave": ("error", "is not a regular file"),
        "nobody": ("error", "cannot be found: there is no such file or folder"),
    }
    assert "/4] nobody  not graded: cannot be found" in done.stdout
    assert "Submissions: 4. Full marks: 1." in done.stdout


def test_json_on_standard_output_is_alone_there() -> None:
    done = grade("--json", "-", ALICE)
    assert done.returncode == PASSED
    assert json.loads(done.stdout)["results"][0]["score"] == 100
    assert "Score: 100 out of 100" in done.stderr


def test_odd_names_are_graded(tmp_path: Path) -> None:
    shutil.copy(ALICE, program(tmp_path / "r 'a' \n😀.py", ""))
    done = grade("--json", tmp_path / "r.json", "--", "r 'a' \n😀.py", cwd=tmp_path)
    assert done.returncode == PASSED, done.stdout + done.stderr
    assert results(tmp_path / "r.json")[0]["submission"] == "r 'a' \n😀"
    assert "r 'a' \\n😀" in done.stdout


def test_chinese_names_where_the_locale_cannot_write_them(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(ALICE, "张三.py")
    arguments = ("class.zip", "--json", "r.json", "--isolation", "none")
    done = grade(*arguments, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == PASSED, done.stdout + done.stderr
    assert results(tmp_path / "r.json")[0]["submission"] == "张三"


def test_ctrl_c_while_the_command_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_where: object) -> None:
            if name == "grader.cli":
                raise KeyboardInterrupt

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    main = pkgutil.resolve_name(scripts["grade"])
    monkeypatch.delitem(sys.modules, "grader.cli")
    monkeypatch.delattr(grader, "cli")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    assert main() == INTERRUPTED


# --------------------------------------------------------------------------------------------- wrong usage
@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ((), "nothing to grade: name a program", "没有要评分的内容"),
        (("--jsno", "x", "a.py"), "unrecognized arguments: --jsno", "不认识的选项：--jsno"),
        (("--json",), "expected one argument", "选项 --json：后面应有一个值"),
        (("--isolation", "x", "a.py"), "invalid choice: 'x'", "无效的选择：'x'"),
        (("-q=1", "a.py"), "ignored explicit argument", "不接受值"),
        (("--patience", "0", "a.py"), "--patience: expected seconds, above 0", "--patience：应为秒数"),
        (("--patience", "nan", "a.py"), "found nan", "实际是 nan"),
        (("nobody.py",), "nobody.py: cannot be found: there is no such file", "nobody.py：找不到：没有这个文件"),
        (("--homework", "none.toml", "a.py"), "none.toml: there is no such file", "none.toml：没有这个文件"),
        (("--python", "no-such-python", "a.py"), "there is no program no-such-python", "没有 no-such-python 这个程序"),
        (("--python", "true", "a.py"), "true is no Python interpreter", "true 不是 Python 解释器"),
        (("--json", "no/where.json", "a.py"), "there is no folder", "文件夹"),
        (("--json", "a.py", "a.py"), "the results would overwrite it", "把它覆盖"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: Sequence[str], english: str, chinese: str) -> None:
    program(tmp_path / "a.py", "")
    for language, words in (("en", english), ("zh", chinese)):
        done = grade(*arguments, cwd=tmp_path, LC_ALL="zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
        assert done.returncode == USAGE
        assert words in done.stderr
        assert done.stdout == ""
    assert (tmp_path / "a.py").read_bytes() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("class.zip", "-q", "--csv", "class.zip"),
        ("a.py", "--gradebook", "g.db", "--csv", "./g.db"),
        ("a.py", "--gradebook", "new.db", "--csv", "new.db"),
        ("a.py", "--gradebook", "link.db", "--html", "g.db-wal"),
        ("a.py", "--roster", "r.csv", "--csv", "r.csv"),
        ("a.py", "--homework", "hw.toml", "--json", "hw.toml"),
        ("a.py", "--template", "sheet.csv", "--moodle", "-", "--csv", "sheet.csv"),
        ("--rejudge", "g.db", "--csv", "g.db"),
        ("--rejudge", "g.db", "--roster", "r.csv", "--csv", "r.csv"),
        ("--rejudge", "g.db", "--homework", "hw.toml", "--json", "hw.toml"),
    ],
    ids=" ".join,
)
def test_no_result_takes_the_place_of_an_input(tmp_path: Path, arguments: Sequence[str]) -> None:
    program(tmp_path / "a.py", "")
    program(tmp_path / "r.csv", "id,name\na,Amy\n")
    program(tmp_path / "sheet.csv", "Identifier,Full name,Grade\nParticipant 1,a,\n")
    program(tmp_path / "g.db", "")
    (tmp_path / "link.db").symlink_to("g.db")
    shutil.copy(BUS, tmp_path / "hw.toml")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(tmp_path / "a.py", "a.py")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = grade(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "this is an input; the results would overwrite it" in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_template_may_be_filled_in_where_it_is(tmp_path: Path) -> None:
    sheet = program(tmp_path / "sheet.csv", "Identifier,Full name,Grade\nParticipant 1,alice,\n")
    done = grade(ALICE, "-q", "--template", sheet, "--moodle", sheet)
    assert (done.returncode, sheet.read_text()) == (PASSED, "Identifier,Full name,Grade\nParticipant 1,alice,100\n")


def test_an_unknown_language_is_said_in_that_of_the_locale() -> None:
    assert "invalid choice: 'fr'" in grade("--lang", "fr", "x").stderr
    assert "无效的选择：'fr'" in grade("--lang", "fr", "x", LC_ALL="zh_CN.UTF-8").stderr


def test_an_empty_folder_is_nothing_to_grade(tmp_path: Path) -> None:
    done = grade(tmp_path)
    assert done.returncode == USAGE
    assert "has nothing in it to be graded" in done.stderr


def test_an_interpreter_that_is_too_old_is_refused(tmp_path: Path) -> None:
    old = program(tmp_path / "python3.7", "#!/bin/sh\necho 3.7.16\n")
    old.chmod(0o755)
    done = grade("--python", old, ALICE)
    assert done.returncode == USAGE
    assert "is Python 3.7.16; submissions need 3.8 or later" in done.stderr


def test_help_and_version() -> None:
    assert grade("--version").stdout == f"grade {grader.__version__}\n"
    english, chinese = grade("--help"), grade("--help", "--lang", "zh")
    assert (english.returncode, chinese.returncode) == (0, 0)
    assert "usage: grade [OPTIONS] PATH..." in english.stdout
    assert "用法：grade [选项] 路径..." in chinese.stdout
    for option in ("--homework", "--json", "--python", "--isolation", "--patience", "--lang", "--doctor", "--quiet"):
        assert option in english.stdout
        assert option in chinese.stdout
    assert "show" not in chinese.stdout


def test_doctor() -> None:
    done = grade("--doctor", "--lang", "zh")
    assert done.returncode in (PASSED, UNDECIDED)
    assert ("这台机器可以正常评分。" in done.stdout) == (done.returncode == PASSED)
