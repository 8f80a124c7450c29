"""A student's bytes are data in every form of the results: nothing in them acts or passes for the grader's."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from grader.reports.json import SCHEMA_FILE

from .identity import Identity, oneself
from .world import HOSTILE, Outcome, call

LOUD = ("escape_codes", "escape_codes_for_words", "forged_report", "not_utf8", "near_misses")
NAMES = (
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)<!--",
    "\x1b]0;title\x07",
    "\u202eevil",
    "100 out of 100",
)
_HARMLESS = re.compile(r"[\n\r\t -~\u00a0-\U0010ffff]*")
_REORDERING = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """Programs that print what they should not, under names that are no better. They do nothing else, so no walls."""

    def fill(folder: Path) -> None:
        for name in LOUD:
            shutil.copy(HOSTILE / f"{name}.py", folder)
        for name in NAMES:
            shutil.copy(HOSTILE / "escape_codes_for_words.py", folder / f"{name}.py")

    with oneself() as identity:
        yield call(identity, "none", fill, ("csv", "html", "junit"))


@pytest.fixture(scope="module")
def one() -> Iterator[str]:
    """The report in full on a program that prints a report with full marks."""
    with oneself() as identity:
        yield _alone(identity)


def _alone(identity: Identity) -> str:
    told = call(
        identity, "none", lambda folder: shutil.copy(HOSTILE / "escape_codes_for_words.py", folder), alone=True
    ).told
    return str(told["stdout"])


def test_nobody_is_harmed(outcome: Outcome) -> None:
    outcome.assert_unharmed()


def test_json_is_valid_and_plain(outcome: Outcome) -> None:
    jsonschema.validate(json.loads(outcome.raw), json.loads(SCHEMA_FILE.read_bytes()))
    text = outcome.raw.decode()
    assert _HARMLESS.fullmatch(text)
    assert not _REORDERING.search(text)


def test_no_name_is_lost(outcome: Outcome) -> None:
    assert {*NAMES, *LOUD} <= outcome.results.keys()


def test_a_forged_report_earns_nothing(outcome: Outcome) -> None:
    assert outcome.results["forged_report"]["score"] == 0
    lines = [line for line in outcome.told["stdout"].splitlines() if "100/100" in line]
    assert all("good" in line or "escape_codes" in line or "near_misses" in line for line in lines)


def test_csv_has_no_formulas(outcome: Outcome) -> None:
    rows = list(csv.reader(io.StringIO(outcome.files["csv"].decode("utf-8-sig"))))
    assert len(rows) == len(outcome.results) + 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or re.match(r"-\D", cell)]
    assert all(_HARMLESS.fullmatch(cell) and not _REORDERING.search(cell) for cell in cells)


def test_html_has_no_foreign_elements(outcome: Outcome) -> None:
    class Reader(HTMLParser):
        """Collects what could act."""

        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            acting = [name for name, value in attrs if name.startswith("on") or "script:" in (value or "")]
            if acting or tag in ("iframe", "object", "embed", "img", "base"):
                self.found.append(f"{tag} {acting}")

        def handle_data(self, data: str) -> None:
            if self.cdata_elem == "script" and "alert(1)" in data:
                self.found.append(data)

    text = outcome.files["html"].decode()
    reader = Reader()
    reader.found = []
    reader.feed(text)
    assert reader.found == []
    assert "<script>alert" not in text
    assert _HARMLESS.fullmatch(text)
    assert not _REORDERING.search(text)


def test_junit_is_well_formed(outcome: Outcome) -> None:
    text = outcome.files["junit"].decode()
    assert list(ElementTree.fromstring(text).iter("testcase"))
    assert _HARMLESS.fullmatch(text)
    assert not _REORDERING.search(text)


def test_the_full_report_shows_escapes_as_text(one: str) -> None:
    assert {char for char in one if not char.isprintable()} == {"\n"}
    assert not _REORDERING.search(one)
    assert [line for line in one.splitlines() if line.startswith("Score:")] == ["Score: 90 out of 100"]
