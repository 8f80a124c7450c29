"""JUnit XML, read back by junitparser and held against the schema of Jenkins' xUnit plugin."""

from __future__ import annotations

from pathlib import Path

import junitparser
import pytest
import xmlschema

from grader.reports.junit import write
from tests.classes import HOMEWORK, HOSTILE, Lazy, graded, grading, ungraded, written

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "data" / "junit-10.xsd")


def parsed(data: bytes, path: Path) -> junitparser.JUnitXml:
    file = path / "junit.xml"
    file.write_bytes(data)
    SCHEMA.validate(str(file))
    return junitparser.JUnitXml.fromfile(str(file))


def results(suite: junitparser.TestSuite) -> dict[str, list[str]]:
    return {case.name: [type(each).__name__ for each in case.result] for case in suite}


def test_a_suite_for_each_and_a_case_for_each_check(tmp_path: Path) -> None:
    whole = grading(graded("amy", fail=["exit.order"], skip=["exit.waits"], undecided=["clean"]), graded("bob"))
    xml = parsed(written(write, whole), tmp_path)
    amy, bob = xml
    assert (amy.name, bob.name) == ("amy", "bob")
    found = results(amy)
    assert [*found] == list(HOMEWORK.check_ids())
    assert found["exit.order"] == ["Failure"]
    assert found["exit.waits"] == ["Skipped"]
    assert found["clean"] == ["Error"], "undecided is no failure of the student's"
    assert found["processes"] == []
    failure = next(case for case in amy if case.name == "exit.order").result[0]
    assert failure.text.splitlines()[-1] == "hint: hint: x"


def test_the_totals_are_those_of_the_cases(tmp_path: Path) -> None:
    whole = grading(graded("amy", fail=["exit.order", "clean"], skip=["exit.waits"]), ungraded("broken"), graded("bob"))
    xml = parsed(written(write, whole), tmp_path)
    claimed = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in xml]
    total = (xml.tests, xml.failures, xml.errors)
    for suite in xml:
        suite.update_statistics()  # type: ignore[no-untyped-call]
    assert claimed == [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in xml]
    assert total == tuple(map(sum, zip(*((row[0], row[1], row[2]) for row in claimed), strict=True)))


def test_advice_breaks_no_build(tmp_path: Path) -> None:
    (suite,) = parsed(written(write, grading(graded("amy", fail=["clean"]))), tmp_path)
    (skipped,) = next(case for case in suite if case.name == "clean").result
    assert isinstance(skipped, junitparser.Skipped)
    assert "advice" in skipped.message
    assert "hint: x" in skipped.message


def test_what_cannot_be_graded_is_an_error(tmp_path: Path) -> None:
    (suite,) = parsed(written(write, grading(ungraded("broken"))), tmp_path)
    (case,) = suite
    assert isinstance(case.result[0], junitparser.Error)
    assert case.result[0].message == "not graded: is not a regular file"


@pytest.mark.parametrize("nasty", [HOSTILE, "]]>", "\ufffe\uffff\x0b\x7f", "a\r\nb"])
def test_no_words_can_break_the_document(nasty: str, tmp_path: Path) -> None:
    xml = parsed(written(write, grading(graded(nasty, fail=["exit.order"], words=nasty))), tmp_path)
    (suite,) = xml
    text = next(case for case in suite if case.name == "exit.order").result[0].text
    assert all(line.isprintable() for line in text.splitlines())


def test_two_passes_and_the_same_bytes_again() -> None:
    lazy = Lazy(["amy", "bob"], graded)
    assert written(write, grading(lazy=lazy), "zh") == written(write, grading(lazy=lazy), "zh")
    assert lazy.passes == 4
