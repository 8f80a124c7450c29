"""Gradescope's results.json, held against the fields of its specification (autograder_samples/docs/specs.md)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UserError
from grader.reports.gradescope import write
from grader.reports.outputs import outputs
from grader.text import T
from tests.classes import HOMEWORK, HOSTILE, graded, grading, ungraded, written

TOP = {"score", "execution_time", "output", "output_format", "test_output_format", "test_name_format"} | {
    *("visibility", "stdout_visibility", "extra_data", "tests", "leaderboard")
}
TEST = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"} | {
    *("visibility", "extra_data")
}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


def results(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    assert found.keys() <= TOP
    assert isinstance(found["execution_time"], float), "a string is what others wrote by mistake"
    assert {found[name] for name in ("output_format", "test_output_format", "test_name_format")} <= FORMATS
    for test in found["tests"]:
        assert test.keys() <= TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] == "visible", "a hidden test would hide the total"
        assert isinstance(test["number"], str)
        assert all(isinstance(tag, str) for tag in test["tags"])
    return found


def test_the_tests_add_up_to_the_score() -> None:
    found = results(written(write, grading(graded("amy", fail=["exit.order"], skip=["exit.waits"]))))
    assert found["score"] == sum(test["score"] for test in found["tests"]) == 70
    assert sum(test["max_score"] for test in found["tests"]) == 100
    assert [test["extra_data"]["id"] for test in found["tests"]] == list(HOMEWORK.check_ids())
    outcome = {test["extra_data"]["id"]: test for test in found["tests"]}
    assert outcome["exit.order"]["status"] == "failed"
    assert outcome["exit.order"]["output"].splitlines()[-1] == "hint: hint: x"
    assert outcome["exit.waits"]["output"] == "not reached: needs processes first"
    assert (outcome["processes"]["status"], outcome["processes"]["output"]) == ("passed", "")


def test_a_check_that_passed_may_have_a_remark() -> None:
    amy = graded("amy")
    noted = replace(amy.checks[0], hint=T("{reason}", reason="a remark"))
    test = results(written(write, grading(replace(amy, checks=(noted, *amy.checks[1:])))))["tests"][0]
    assert (test["status"], test["output"].splitlines()[-1]) == ("passed", "hint: a remark")


def test_advice_that_fails_is_marked_as_such() -> None:
    found = results(written(write, grading(graded("amy", fail=["clean"]))))
    (clean,) = (test for test in found["tests"] if test["extra_data"]["id"] == "clean")
    assert (clean["score"], clean["max_score"], clean["status"]) == (0, 0, "failed")
    assert "advice" in clean["tags"]


def test_what_cannot_be_graded_has_a_score_and_a_reason() -> None:
    found = results(written(write, grading(ungraded("broken"))))
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"] == "not graded: is not a regular file"


def test_hostile_words_are_text() -> None:
    data = written(write, grading(graded("amy", fail=["exit.order"], words=HOSTILE)), "zh")
    found = results(data)
    (test,) = (each for each in found["tests"] if each["status"] == "failed")
    assert test["output_format"] == "text"
    assert all(line.isprintable() for line in test["output"].splitlines())


def test_several_submissions_are_refused_before_anything_runs(tmp_path: Path) -> None:
    wanted = outputs([("gradescope", str(tmp_path / "results.json"))])
    with pytest.raises(UserError, match="Gradescope grades each alone"):
        wanted.check([], 2)
    failure, _remarks = wanted.write(grading(graded("amy"), graded("bob")), "en")
    assert failure is not None
    assert list(tmp_path.iterdir()) == []
