"""Hostile files among submissions: graded where a student could have meant it, else a row with the reason."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .conftest import Grade
from .world import GOOD, SECRET

SOURCE = GOOD.read_text(encoding="utf-8")
FULL, GRADED, NOTHING = "100", "graded", "0"
"""Expected: full marks; a verdict, whichever; a verdict without points. Anything else is the reason of a row."""

NAMES = (
    "-rf",
    "--help",
    "-",
    "a b",
    "it's",
    'say "hello"',
    "back\\slash",
    "new\nline",
    "\x1b[2J",
    "tab\t",
    "$(touch was-here)",
    "`id`;&|<>*?",
    "%s{0}{}",
    "=HYPERLINK(1)",
    "@SUM",
    "<script>alert(1)<!--",
    "\u202egnp.exe",
    "😀",
    "司机",
    "é",  # as one letter, where others write it as two
    "x" * 252,
    "100 out of 100",
)
CONTENTS: Mapping[str, tuple[bytes, str]] = {
    "bom": (b"\xef\xbb\xbf" + SOURCE.encode(), FULL),
    "crlf": (SOURCE.replace("\n", "\r\n").encode(), FULL),
    "gbk_declared": (b"# -*- coding: gbk -*-\n" + SOURCE.encode("gbk"), FULL),
    "gbk_undeclared": (SOURCE.encode("gbk"), NOTHING),
    "cr_only": (SOURCE.replace("\n", "\r").encode(), GRADED),
    "utf16": (SOURCE.encode("utf-16"), NOTHING),
    "unknown_coding": (b"# coding: klingon\n" + SOURCE.encode(), NOTHING),
    "nul": (SOURCE.encode() + b"\0", GRADED),
    "only_nuls": (bytes(4096), NOTHING),
    "empty": (b"", NOTHING),
    "binary": (bytes(range(256)) * 64, NOTHING),
    "endless_line": (b"x = '" + b"x" * 900_000 + b"'", NOTHING),
    "deep_brackets": (b"(" * 200_000, NOTHING),
    "deep_minus": (b"x = " + b"-" * 200_000 + b"1", NOTHING),
    "deep_plus": (b"x = " + b"1+" * 100_000 + b"1", NOTHING),
    "deep_indent": (b"".join(b" " * depth + b"if 1:\n" for depth in range(400)), NOTHING),
    "large": (b"#" * (50 << 20), "is larger than"),
}


def _special(folder: Path) -> Mapping[str, str]:
    """What is no file at all, or leads to one elsewhere; with what to expect."""
    os.mkfifo(folder / "fifo.py")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(os.path.relpath(folder / "socket.py"))
    (folder / "folder.py").mkdir()
    (folder / "pair").mkdir()
    for name in ("one.py", "two.py"):
        (folder / "pair" / name).write_text(SOURCE)
    (folder / "text.txt").write_text("no program")
    outside = {
        "to_passwd": "/etc/passwd",
        "to_canary": "../grade-canary.txt",
        "to_device": "/dev/zero",
        "to_terminal": "/dev/tty",
        "to_descriptor": "/proc/self/fd/0",
        "to_root": "/",
    }
    for name, target in {**outside, "loop": "loop.py", "dangling": "nowhere.py", "to_fifo": "fifo.py"}.items():
        (folder / f"{name}.py").symlink_to(target)
    (folder / "to_good.py").symlink_to("aa_good.py")
    return {
        "fifo": "is not a regular file",
        "socket": "is not a regular file",
        "folder.py": "has no Python program",
        "pair": "has 2 programs in it",
        "text": "is no Python program",
        "loop": "cannot be read",
        "dangling": "cannot be read",
        "to_fifo": "is not a regular file",
        "to_good": FULL,
        **dict.fromkeys((name for name in outside if name != "to_root"), "is a link out of this folder"),
    }


def _fits(result: Mapping[str, object], expected: str) -> bool:
    if expected in (FULL, NOTHING):
        return result["error"] is None and str(result["score"]) == expected
    if expected == GRADED:
        return result["error"] is None
    return expected in str(result["error"])


@pytest.mark.parametrize("way", ["bwrap", "none-user"])
def test_files_that_are_no_programs(way: str, grade: Grade) -> None:
    expected: dict[str, str] = {}

    def fill(folder: Path) -> None:
        expected.update(_special(folder))
        for name, (content, what) in CONTENTS.items():
            (folder / f"{name}.py").write_bytes(content)
            expected[name] = what

    outcome = grade(way, fill)
    outcome.assert_unharmed()
    wrong = {name: outcome.results[name] for name, what in expected.items() if not _fits(outcome.results[name], what)}
    assert {name: (each["error"], each["score"], each["status"]) for name, each in wrong.items()} == {}
    assert b"root:x:0" not in outcome.raw
    assert SECRET.encode() not in outcome.raw


@pytest.mark.parametrize("way", ["bwrap-user"])
def test_odd_names_are_graded_like_any_other(way: str, grade: Grade) -> None:
    undecodable = os.fsdecode(b"\xff\xfe")

    def fill(folder: Path) -> None:
        for name in (*NAMES, undecodable):
            (folder / f"{name}.py").write_text(SOURCE)

    outcome = grade(way, fill)
    outcome.assert_unharmed()
    scores = {name: result["score"] for name, result in outcome.results.items()}
    assert {name: scores.get(name) for name in NAMES} == dict.fromkeys(NAMES, 100)
    assert scores["\\udcff\\udcfe"] == 100


def test_a_file_nobody_may_read_is_a_row(identities: Callable[[str], object], grade: Grade) -> None:
    identities("none-user")

    def fill(folder: Path) -> None:
        (folder / "secret.py").write_text(SOURCE)
        (folder / "secret.py").chmod(0)
        (folder / "closed").mkdir(mode=0)

    outcome = grade("none-user", fill)
    outcome.assert_unharmed()
    assert "permission is denied" in outcome.results["secret"]["error"]
    assert outcome.results["closed"]["error"] is not None
