"""Several outputs in one run: all of them, whole, or refused before anything runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.arguments import OUTPUTS
from grader.errors import UserError
from grader.reports import outputs as module
from grader.reports.folder import Folder
from grader.reports.outputs import FOLDERS, WRITERS, outputs
from grader.reports.words import decided
from tests.classes import graded, grading, said, ungraded


def everything(folder: Path) -> list[tuple[str, str]]:
    return [(name, str(folder / name)) for name in WRITERS]


def test_every_option_has_its_writer() -> None:
    assert set(OUTPUTS) == WRITERS.keys()
    assert set(FOLDERS) | set(module.FILLED) <= WRITERS.keys()


def test_any_number_in_one_run_and_the_same_bytes_again(tmp_path: Path) -> None:
    whole = grading(graded("amy", fail=["exit.order"], line=3))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        wanted = outputs(everything(tmp_path / name))
        wanted.check([], 1)
        assert wanted.write(whole, "zh") == (None, [])
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) == len(WRITERS) + 3, "the report for the browser is four files, all others one"


def test_one_that_fails_keeps_none_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Folder, _name: str, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folder, "write", full)
    failure, _remarks = outputs(everything(tmp_path)).write(grading(graded("amy")), "en")
    assert failure is not None
    assert "the disk is full" in said([failure.text])
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == WRITERS.keys() - {"html"}


def test_what_is_undecided_is_said_where_it_is_left_out(tmp_path: Path) -> None:
    wanted = outputs([(name, str(tmp_path / name)) for name in ("csv", "moodle", "canvas")])
    _failure, remarks = wanted.write(grading(graded("amy", undecided=["exit.waits"]), ungraded("bob")), "en")
    words = "left out, because a teacher has to look at them first: amy, bob"
    assert said(remarks).splitlines() == [f"--moodle: {words}", f"--canvas: {words}"]


def test_places_that_cannot_be_written_are_found_out_before_grading(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "bus.py").touch()
    (tmp_path / "link.py").symlink_to("bus.py")
    for targets, words in (
        ([("html", str(tmp_path / "file"))], "expected a folder"),
        ([("html", "-")], "cannot go to standard output"),
        ([("html", "/proc/report")], "cannot be written"),
        ([("csv", str(tmp_path / "a")), ("json", f"{tmp_path}/./a")], "two results would be written there"),
        ([("csv", str(tmp_path / "link.py"))], "this is an input"),
        ([("html", str(tmp_path / "new.db"))], "this is an input"),
    ):
        with pytest.raises(UserError) as caught:
            outputs(targets).check([str(tmp_path / "bus.py"), str(tmp_path / "new.db")], 1)
        assert words in said([caught.value.text]), targets
    assert {path.name for path in tmp_path.iterdir()} == {"file", "bus.py", "link.py"}


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    wanted = outputs([("html", str(tmp_path / "a" / "b"))])
    wanted.check([], 1)
    assert list(tmp_path.iterdir()) == [], "checking makes nothing"
    assert wanted.write(grading(graded("amy")), "en") == (None, [])
    assert (tmp_path / "a" / "b" / "index.html").is_file()


def test_a_score_is_decided_when_no_check_that_is_worth_points_is_open() -> None:
    assert decided(graded("amy", fail=["exit.order"]))
    assert decided(graded("amy", undecided=["clean"])), "advice"
    assert not decided(graded("amy", undecided=["exit.waits"]))
    assert not decided(ungraded("amy"))
    assert decided(ungraded("amy", absent=True))


def test_what_hangs_on_an_open_check_is_open_as_well() -> None:
    amy = graded("amy", undecided=["exit.order"], skip=["clean"])
    for blocked_by, sure in (("processes", True), ("exit.order", False)):
        changed = {"exit.order": {"max_points": 0}, "clean": {"max_points": 10, "blocked_by": blocked_by}}
        checks = tuple(replace(each, **changed.get(each.id, {})) for each in amy.checks)  # type: ignore[arg-type]
        assert decided(replace(amy, checks=checks)) == sure
