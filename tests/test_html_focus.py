"""The link in focus is in sight in a class with a homework of its own, whose ids make the head of the matrix higher."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from grader.homework import BUS, load
from tests.browser import chromium, needs_chromium
from tests.classes import graded, grading

from .test_html_browser import written
from .test_html_layout import IN_SIGHT, opened

pytestmark = needs_chromium


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("width", [1280, 360])
def test_under_long_ids_too(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Room for the head of the bus is not enough: a teacher names the signals, and they are the titles of columns."""
    longer = tmp_path / "longer.toml"
    longer.write_text(Path(BUS).read_text("utf-8").replace("departure", "departure-for-the-town"), "utf-8")
    monkeypatch.setattr("tests.classes.HOMEWORK", load(longer))
    written(tmp_path, grading(*(graded(f"student{number:02}") for number in range(60))))
    page = opened(browser, tmp_path / "index.html", width)
    page.locator("#matrix tbody a").first.focus()
    hidden = []
    for key in ("Tab", "Shift+Tab"):
        for step in range(59):
            page.keyboard.press(key)
            if not page.evaluate(IN_SIGHT):
                hidden.append((key, step))
    assert not hidden
    page.context.close()
