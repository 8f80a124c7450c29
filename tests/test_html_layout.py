"""What can be seen of the report in a real browser: the focus, the width, the titles on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from grader.model import Grading, Report
from tests.browser import chromium, needs_chromium
from tests.classes import graded, grading

from .test_html_browser import written

pytestmark = needs_chromium

IN_SIGHT = """() => {
    const box = each => each.getBoundingClientRect()
    const link = box(document.activeElement)
    const [head, foot] = ['thead', 'tfoot'].map(each => box(document.querySelector('#matrix ' + each)))
    return document.activeElement.tagName === 'A' && link.top >= head.bottom - 1 && link.bottom <= foot.top + 1
}"""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(browser: Browser, path: Path, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [1280, 360])
def test_the_link_in_focus_is_in_sight(browser: Browser, tmp_path: Path, width: int) -> None:
    """Not behind the head or the foot of the matrix, which stay where they are (WCAG 2.2, 2.4.11)."""
    written(tmp_path, grading(*(graded(f"student{number:02}") for number in range(60))))
    page = opened(browser, tmp_path / "index.html", width)
    links = page.locator("#matrix tbody a")
    links.first.focus()
    hidden = []
    for key in ("Tab", "Shift+Tab"):
        for step in range(59):
            page.keyboard.press(key)
            if not page.evaluate(IN_SIGHT):
                hidden.append((key, step))
    assert not hidden
    page.context.close()


def test_a_long_line_that_a_hint_names_does_not_widen_the_page(browser: Browser, tmp_path: Path) -> None:
    def source(_report: Report) -> bytes:
        return b"import os\n" + b"x = 1  # " + b"long " * 100 + b"\nprint('hello')\n"

    amy = graded("amy", fail=["exit.order"], line=2)
    written(tmp_path, Grading(homework=grading().homework, grader="1", isolation="none", reports=[amy], source=source))
    (path,) = (tmp_path / "pages").glob("*.html")
    page = opened(browser, path, 1280)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.context.close()


def test_no_title_is_cut_on_paper(browser: Browser, tmp_path: Path) -> None:
    written(tmp_path, grading(graded("amy"), graded("bob", fail=["exit.order"])))
    page = opened(browser, tmp_path / "index.html", 700)
    page.emulate_media(media="print")
    cut = """each => { const text = document.createRange(); text.selectNodeContents(each)
        return text.getBoundingClientRect().left < each.closest('th').getBoundingClientRect().left }"""
    titles = page.locator("#matrix thead th:not(.c) button")
    assert [titles.nth(at).evaluate(cut) for at in range(titles.count())] == [False] * titles.count()
    assert titles.count() >= 2
    page.context.close()
