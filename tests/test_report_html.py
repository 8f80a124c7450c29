"""The report for the browser as files: what is in it, what is harmless, and what becomes of the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.locale.translate import Language
from grader.model import Event, Grading, Student
from grader.reports.html import write
from grader.reports.html.rows import file_name
from grader.reports.html.source import LINES, lines
from grader.reports.outputs import outputs
from grader.text import T
from tests.classes import HOSTILE, PROGRAM, Lazy, graded, grading, ungraded


@dataclass
class Document(HTMLParser):
    """The tags and attributes of a page, and its text without them."""

    page: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def links(self) -> Iterator[str]:
        for _tag, attributes in self.tags:
            yield from (attributes[name] for name in ("href", "src") if name in attributes)

    def ids(self) -> list[str]:
        return [attributes["id"] for _tag, attributes in self.tags if "id" in attributes]


def report(folder: Path, whole: Grading, language: Language = "en") -> dict[str, Document]:
    """The report, written and read back: page by page."""
    failure, remarks = outputs([("html", str(folder))]).write(whole, language)
    assert (failure, remarks) == (None, [])
    pages = sorted(folder.rglob("*.html"))
    return {page.relative_to(folder).as_posix(): Document(page.read_text(encoding="utf-8")) for page in pages}


def page_of(pages: dict[str, Document], name: str) -> Document:
    return pages[f"pages/{file_name(name)}"]


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    whole = grading(graded("amy", fail=["exit.order"], skip=["exit.waits"], line=3), ungraded("b"), graded("C"))
    pages = report(tmp_path, whole)
    for name, page in pages.items():
        assert len(page.ids()) == len(set(page.ids())), "an id names one thing"
        for link in page.links():
            path, _sign, fragment = link.partition("#")
            if link == "data:," or "=" in fragment:
                continue
            target = (tmp_path / name).parent / path if path else tmp_path / name
            assert target.is_file(), link
            if fragment:
                assert fragment in pages[target.resolve().relative_to(tmp_path.resolve()).as_posix()].ids(), link


def test_the_overview_has_all_there_is_to_know(tmp_path: Path) -> None:
    whole = grading(
        graded("amy", fail=["exit.order", "exit.waits"], words="left too early"),
        graded("bob", fail=["exit.order"], words="left too early"),
        graded("cat", student=Student(id="007", name="李雷")),
        graded("eve", undecided=["clean"], words="ptrace was denied"),
        ungraded("dan"),
        ungraded("fay", absent=True),
    )
    pages = report(tmp_path, whole)
    text = pages["index.html"].text
    assert "Submissions 6 Full marks 1 With mistakes 2 To be looked at 1 Not graded 1 Not handed in 1" in text
    assert "Mean 87.5 / 100 Median 90 / 100" in text, "of those that have a score"
    mistakes = text[text.index("Most common mistakes") : text.index("Needs a look")]
    assert re.search(r"2 33 % left too early mistake-exit-order · exit.order .* 1 16 % ", mistakes)
    look = text[text.index("Needs a look") : text.index("Students and checks")]
    assert "dan Not graded not graded: is not a regular file" in look
    assert "eve To be looked at ptrace was denied" in look
    assert "fay" not in look, "there is nothing to look at"
    assert "李雷 · 007" in text


def test_a_mistake_that_shows_in_two_checks_is_one(tmp_path: Path) -> None:
    amy = graded("amy", fail=["exit.order", "exit.waits"])
    same = tuple(replace(check, diagnosis=check.diagnosis and "never-waits") for check in amy.checks)
    text = report(tmp_path, grading(replace(amy, checks=same), graded("bob")))["index.html"].text
    assert "1 50 % x never-waits · exit.order · exit.waits" in text


def test_a_check_that_passed_may_have_a_remark(tmp_path: Path) -> None:
    amy = graded("amy")
    noted = replace(amy.checks[0], hint=T("{reason}", reason="a remark"), line=3)
    page = page_of(report(tmp_path, grading(replace(amy, checks=(noted, *amy.checks[1:])))), "amy")
    assert page.text.count("what was expected") == 1 and "hint a remark line 3 ↓" in page.text


def test_a_page_has_the_reasons_the_marked_lines_and_a_place_for_diagrams(tmp_path: Path) -> None:
    events = (
        Event(run="journey", launch=1, at=0.0116, event="launched", role="driver"),
        Event(run="journey", launch=1, at=0.02, event="facts", role="driver"),
        Event(run="journey", launch=1, at=0.5, event="output", text="hello\r\nworld\r\n"),
        Event(run="held", launch=2, at=0.7, event="ended", role="conductor", data={"killed_by": "SIGUSR1"}),
    )
    amy = graded("amy", fail=["exit.order"], line=3, words="left too early", timeline=events)
    page = page_of(report(tmp_path, grading(amy)), "amy")
    assert "expected what was expected observed left too early hint hint: left too early line 3 ↓" in page.text
    marked = [attributes["id"] for tag, attributes in page.tags if tag == "tr" and attributes.get("class") == "marked"]
    assert marked == ["L3"]
    assert "3os.kill(os.getppid(),10)namedbyahint:exit.order4print" in page.text.replace(" ", "")
    assert (
        "Launch 1: nothing held Time (ms) Who What 11.6 driver started 500.0 the program prints hello world"
        in page.text
    )
    assert "700.0 conductor ended, killed by SIGUSR1" in page.text
    (diagrams,) = (attributes for _tag, attributes in page.tags if attributes.get("id") == "diagrams")
    assert "hidden" in diagrams


def test_a_program_that_is_gone_is_said(tmp_path: Path) -> None:
    whole = Grading(
        homework=grading().homework, grader="1", isolation="none", reports=[graded("amy", fail=["clean"], line=3)]
    )
    page = page_of(report(tmp_path, whole), "amy")
    assert "The program is not at hand any more." in page.text
    assert "#L3" not in list(page.links())


def test_chinese(tmp_path: Path) -> None:
    pages = report(tmp_path, grading(graded("amy", fail=["exit.order"])), "zh")
    for page in pages.values():
        assert ("html", {"lang": "zh-CN"}) in page.tags
        assert "公交车：司机和售票员" in page.text
    assert "最常见的错误" in pages["index.html"].text
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"[\w-]+[.-][\w.-]+", "", pages["index.html"].text)))
    assert words <= {"amy", "processes", "clean", "signal", "grader", "bwrap", "JavaScript", "Isolation"}


def test_pages_allow_nothing_but_their_own_style_and_script(tmp_path: Path) -> None:
    pages = report(
        tmp_path, grading(graded(HOSTILE, fail=["exit.order"], words=HOSTILE, line=1), ungraded(HOSTILE + "2"))
    )
    for page in pages.values():
        policy = next(at["content"] for tag, at in page.tags if at.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
        assert "unsafe" not in policy
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert scripts in ([], [{"src": "report.js", "defer": ""}])
        for _tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert "alert(1)" in page.text, "the words are there, as words"
        assert page.page.replace("\n", "").isprintable(), "no control, bidi or private character reaches a browser"


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/passwd", "a/b", "con", "x" * 400, "李雷", ".", "..", "a\x00b", "\ud800", "a?b#c%20", " "],
)
def test_no_name_leaves_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    pages = report(folder, grading(graded(name)))
    assert len(pages) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["report"]
    (page,) = (folder / "pages").iterdir()
    assert re.fullmatch(r"[\w.-]{1,60}\.html", page.name, re.ASCII)


def test_names_that_some_file_systems_do_not_tell_apart() -> None:
    assert file_name("Ada").lower() != file_name("ada").lower()


def test_only_pages_of_ours_are_replaced_or_deleted(tmp_path: Path) -> None:
    report(tmp_path, grading(graded("amy"), graded("bob")))
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "pages" / "mine.html").write_text("<p>mine")
    pages = report(tmp_path, grading(graded("amy")))
    assert pages.keys() == {"index.html", f"pages/{file_name('amy')}", "pages/mine.html"}
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_same_results_make_the_same_bytes(tmp_path: Path) -> None:
    lazy = Lazy(["amy", "bob"], lambda name: graded(name, fail=["exit.order"], line=3))
    for name in ("one", "two"):
        report(tmp_path / name, grading(lazy=lazy))
    one, two = (
        {
            each.relative_to(tmp_path / name): each.read_bytes()
            for each in (tmp_path / name).rglob("*")
            if each.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two


def test_an_empty_class(tmp_path: Path) -> None:
    pages = report(tmp_path, grading())
    assert "Submissions 0" in pages["index.html"].text


# ------------------------------------------------------------------------------------------------------ sources
def text_of(source: bytes) -> list[str]:
    return ["".join(Document(str(line.html)).texts) for line in lines(source, [], "en")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_python_does(newline: str) -> None:
    source = f'"""doc{newline}string"""{newline}{newline}x = 1{newline}'.encode()
    assert text_of(source) == ['"""doc', 'string"""', "", "x = 1"]


def test_any_bytes_are_a_source() -> None:
    assert text_of("# -*- coding: gbk -*-\nprint('到站')".encode("gbk"))[1] == "print('到站')"
    assert text_of(b"# coding: nonsense\nx")[1] == "x"
    assert text_of(b"\xff\xfe\x00") == ["\\xff\\xfe\\x00"]
    assert text_of(b"\xef\xbb\xbfx = 1\x0c\n\ty\n") == ["x = 1\\x0c", "    y"]
    assert text_of("x = '\u202e'\n".encode()) == ["x = '\\u202e'"], "no Trojan Source"
    assert text_of(b"") == []
    assert text_of(b"<script>") == ["<script>"]
    assert "<script>" not in str(lines(b"<script>", [], "en")[0].html)


def test_endless_files_end() -> None:
    assert len(lines(b"x\n" * 50_000, [], "en")) == LINES
    (line,) = text_of(b"x" * 1_000_000)
    assert line.endswith("… (999600 more characters)")


def test_lines_that_several_hints_name() -> None:
    found = lines(PROGRAM, [(3, "a"), (3, "b"), (99, "c")], "en")
    assert [line.checks for line in found] == [(), (), ("a", "b"), ()]


def test_the_writer_goes_through_twice_and_keeps_one(tmp_path: Path) -> None:
    lazy = Lazy(["amy", "bob"], graded)
    with outputs([("html", str(tmp_path))]).targets[0][1].open() as out:
        write(grading(lazy=lazy), "en", out)  # type: ignore[arg-type]
    assert lazy.passes <= 3
