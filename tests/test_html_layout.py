"""What can be seen of the report in a real browser: the focus, the width, the titles on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from grader.homework import load
from grader.model import Grading, Report
from grader.reports.html.rows import file_name
from tests.browser import needs_chromium, opened, written
from tests.calls import homework
from tests.classes import graded, grading

pytestmark = needs_chromium

IN_SIGHT = """() => {
    const box = each => each.getBoundingClientRect()
    const link = box(document.activeElement)
    const [head, foot] = ['thead', 'tfoot'].map(each => box(document.querySelector('#matrix ' + each)))
    return document.activeElement.tagName === 'A' && link.top >= head.bottom - 1 && link.bottom <= foot.top + 1
}"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("relay", ["departure", "departure-for-the-town"])
def test_the_link_in_focus_is_in_sight(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relay: str, width: int
) -> None:
    """Not behind the head or the foot of the matrix, which stay where they are (WCAG 2.2, 2.4.11). The head is as high
    as the longest title of a column, and a teacher's homework names its relays as it likes.
    """
    monkeypatch.setattr("tests.classes.HOMEWORK", load(homework(tmp_path, ("departure", relay))))
    written(tmp_path, grading(*(graded(f"student{number:02}") for number in range(60))))
    page, _watched = opened(browser, tmp_path, viewport={"width": width, "height": 800})
    page.locator("#matrix tbody a").first.focus()
    hidden = []
    for key in ("Tab", "Shift+Tab"):
        for step in range(59):
            page.keyboard.press(key)
            if not page.evaluate(IN_SIGHT):
                hidden.append((key, step))
    assert not hidden


def test_a_long_line_that_a_hint_names_does_not_widen_the_page(browser: Browser, tmp_path: Path) -> None:
    def source(_report: Report) -> bytes:
        return b"import os\n" + b"x = 1  # " + b"long " * 100 + b"\nprint('hello')\n"

    amy = graded("amy", fail=["exit.order"], line=2)
    written(tmp_path, Grading(homework=grading().homework, grader="1", isolation="none", reports=[amy], source=source))
    page, _watched = opened(browser, tmp_path, viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "pages" / file_name("amy")).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_no_title_is_cut_on_paper(browser: Browser, tmp_path: Path) -> None:
    written(tmp_path, grading(graded("amy"), graded("bob", fail=["exit.order"])))
    page, _watched = opened(browser, tmp_path, viewport={"width": 700, "height": 800})
    page.emulate_media(media="print")
    cut = """each => { const text = document.createRange(); text.selectNodeContents(each)
        return text.getBoundingClientRect().left < each.closest('th').getBoundingClientRect().left }"""
    titles = page.locator("#matrix thead th:not(.c) button")
    assert [titles.nth(at).evaluate(cut) for at in range(titles.count())] == [False] * titles.count()
    assert titles.count() >= 2
