"""Each mistake gets its own words: a ride for every slug, with the line of the student's file where it is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import grader.diagnosis
from grader.model import CheckResult
from tests.evidence import event, output, words
from tests.mistakes import CASES, LINES
from tests.rides import CRASH, NAME, idle


def found(slug: str) -> CheckResult:
    check, made = CASES[slug]
    return made().judge()[check]


@pytest.mark.parametrize("slug", CASES)
def test_every_mistake_has_its_words(slug: str) -> None:
    result = found(slug)
    assert (result.status, result.diagnosis) == ("fail", slug)
    assert words(result.observed) and words(result.hint)


@pytest.mark.parametrize("slug", CASES)
def test_the_hint_names_the_line_where_it_is_known(slug: str) -> None:
    result = found(slug)
    assert result.line == LINES.get(slug)
    assert (f"line {result.line}" in words(result.hint)) is (result.line is not None)


def test_every_slug_in_the_sources_is_tried_here() -> None:
    folder = Path(grader.diagnosis.__file__).parent
    written = {
        slug
        for file in folder.glob("*.py")
        for line in re.findall(r"^.*slug.*$|^ +return \"[a-z].*$", file.read_text("utf-8"), re.M)
        for slug in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', line)
    }
    assert written <= set(CASES)
    assert len(written) > 40


def test_a_traceback_tells_of_a_death_whose_end_was_not_seen() -> None:
    over = idle(output(CRASH + NAME), event("roles", driver=100, conductor=None, how="ended"))
    assert over.judge()["processes"].diagnosis == "died-at-start"
