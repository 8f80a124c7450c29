"""GitHub Actions: what the runner would make of the log, and of the summary."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.model import Grading
from grader.reports.github import LARGEST, MOST, Log, annotate
from tests.classes import HOSTILE, Lazy, graded, grading, said, ungraded

COMMAND = re.compile(r"^\s*::(?P<name>[\w-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)$")


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def runner(log: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that the runner obeys: none between stop-commands and its token."""
    found, token = [], None
    for line in log.splitlines():
        if not (command := COMMAND.match(line)):
            continue
        if token is not None:
            token = None if command["name"] == token else token
        elif command["name"] == "stop-commands":
            token = command["data"]
        else:
            given = (each.partition("=") for each in (command["properties"] or "").split(",") if each)
            properties = {name: unescaped(value) for name, _sign, value in given}
            found.append((command["name"], properties, unescaped(command["data"])))
    assert token is None, "commands are still stopped at the end"
    return found


def log(whole: Grading, printed: str = "", **environ: str) -> str:
    out = io.StringIO()
    with Log(out, {"GITHUB_ACTIONS": "true", **environ}) as inside:
        out.write(printed)
        assert inside.finish(whole, "en") == []
    return out.getvalue()


def test_nothing_a_student_prints_is_a_command() -> None:
    printed = "::error::forged\n::stop-commands::x\n::x::\n::set-output name=a::b\n"
    commands = runner(log(grading(graded("amy")), printed))
    assert [(name, data) for name, _properties, data in commands] == [
        ("notice", "Points 100/100"),
        ("notice", '{"totalPoints":100,"maxPoints":100}'),
    ]
    first, second = (log(grading(graded("amy"))).splitlines()[0] for _each in range(2))
    assert first != second, "a token that can be known can be printed"


def test_an_annotation_at_the_line_of_each_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    amy = graded(
        "amy", fail=["exit.order", "clean"], undecided=["exit.waits"], line=12, words="50%, really: yes\n::x::"
    )
    commands = runner(log(grading(amy), GITHUB_WORKSPACE=str(tmp_path)))
    by_title = {properties["title"]: (name, properties, data) for name, properties, data in commands}
    name, properties, data = by_title["exit.order"]
    assert (name, properties["file"], properties["line"]) == ("error", "submissions/amy.py", "12")
    assert "50%, really: yes\\n::x::" in data
    assert by_title["clean"][0] == "warning", "advice is no error"
    assert by_title["exit.waits"][0] == "warning", "nor is what is undecided"
    assert json.loads(by_title["Autograding report"][2]) == {"totalPoints": 70, "maxPoints": 100}


def test_no_more_annotations_than_a_step_can_have() -> None:
    names = [f"s{number:02}" for number in range(30)]
    whole = grading(lazy=Lazy(names, lambda name: graded(name, fail=["exit.order"])))
    errors = [each for each in annotate(whole, "en") if each.kind == "error"]
    assert len(errors) == MOST
    assert errors[0].name == "s00"
    assert errors[-1].message == "21 more: see the summary"
    whole = grading(*(graded(name, fail=["exit.order"]) for name in names[:MOST]))
    assert [each.name for each in annotate(whole, "en") if each.kind == "error"] == names[:MOST]


def test_a_class_has_one_annotation_for_each_with_mistakes() -> None:
    whole = grading(graded("amy"), graded("bob", fail=["exit.order", "clean"]), ungraded("broken"))
    found = {each.name: (each.kind, each.message) for each in annotate(whole, "en")}
    assert "amy" not in found
    assert found["bob"] == ("error", "80/100\nexit.order")
    assert found["broken"] == ("warning", "not graded: is not a regular file")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_summary_is_appended_and_has_no_markup_of_a_student(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# Before\n")
    whole = grading(graded(f"amy{HOSTILE}", fail=["exit.order"], words=HOSTILE), graded("bob"))
    log(whole, GITHUB_STEP_SUMMARY=str(file))
    text = file.read_text()
    assert text.startswith("# Before\n## The bus: driver and conductor\n")
    tags = Tags()
    tags.feed(text)
    assert not tags.open
    assert tags.seen == {"table", "tr", "td", "details", "summary", "code", "br"}
    assert "\n\n" not in text.partition("<table>")[2].rstrip(), "after an empty line Markdown would be read again"


def test_a_summary_too_long_is_cut_between_rows(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_bytes(b"x" * 800_000)
    names = [f"s{number:04}" for number in range(3_000)]
    log(grading(lazy=Lazy(names, lambda name: graded(name, fail=["exit.order"]))), GITHUB_STEP_SUMMARY=str(file))
    data = file.read_bytes()
    assert 900_000 < len(data) <= LARGEST
    *_rows, last, end = data.decode().rstrip().splitlines()
    assert end == "</table>"
    count = re.fullmatch(r"<tr><td>(\d+) more</td></tr>", last)
    assert count is not None
    assert int(count[1]) + data.count(b"<code>exit.order</code>") == len(names)


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    out = io.StringIO()
    with Log(out, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path)}) as inside:
        remarks = inside.finish(grading(graded("amy")), "en")
    assert "cannot be written" in said(remarks)


def test_elsewhere_nothing_is_printed() -> None:
    out = io.StringIO()
    with Log(out, {}) as inside:
        assert inside.finish(grading(graded("amy")), "en") == []
    assert out.getvalue() == ""


def test_no_escape_of_a_file_name_reaches_the_log() -> None:
    whole = grading(graded("a\x1b[31mb", fail=["exit.order"]))
    assert "\x1b" not in log(whole)
    assert any(name == "error" for name, _properties, _data in runner(log(whole)))


def test_commands_are_heard_again_after_a_failure() -> None:
    out = io.StringIO()
    with pytest.raises(KeyError), Log(out, {"GITHUB_ACTIONS": "true"}):
        raise KeyError
    assert runner(out.getvalue()) == []
