"""The system's Chromium, driven by Playwright: no network but what a page asks for, and that is written down."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from grader.model import Grading
from grader.reports.outputs import outputs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")

_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own, gone afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, with everything that went wrong on it, and every request that left the folder it was opened from."""

    page: Page
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, folder: Path) -> Watched:
        """Watch a page from now on."""
        found = cls(page)
        page.on("console", lambda message: found.troubles.append(message.text))
        page.on("pageerror", lambda error: found.troubles.append(str(error)))
        page.on("dialog", lambda dialog: found.troubles.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: found._requested(request.url, folder))
        return found

    def _requested(self, url: str, folder: Path) -> None:
        if not url.startswith((f"{folder.as_uri()}/", "data:")):
            self.requests.append(url)


def written(folder: Path, whole: Grading) -> Path:
    """The report on a class, in English, in that folder."""
    failure, _remarks = outputs([("html", str(folder))]).write(whole, "en")
    assert failure is None
    return folder


def opened(browser: Browser, folder: Path, **options: object) -> tuple[Page, Watched]:
    """The overview of the report in that folder, in a page with these options, and what becomes of it."""
    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    watched = Watched.of(page, folder)
    page.goto((folder / "index.html").as_uri())
    return page, watched
