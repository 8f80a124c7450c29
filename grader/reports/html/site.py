"""Templates and files of the report, and writing pages with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader import __version__
from grader.locale.translate import LOCALES, Language, render
from grader.reports.folder import Folder
from grader.reports.html.labels import LABELS

PAGES = "pages/"
"""Where the pages of submissions are, within the report."""

MARK = '<meta name="generator" content="signal-grader'
"""Stands near the top of every page of ours; a file without it is somebody else's."""

_FILES = ("report.css", "report.js")
_PIECES = 500  # of a template, written at once
_TOP = 2_000  # bytes of a page in which its mark has to be


class Site:
    """Writes pages into a folder, in one language."""

    def __init__(self, language: Language, out: Folder) -> None:
        self._out = out
        self._environment = Environment(
            loader=PackageLoader("grader.reports.html"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "lang": LOCALES[language].replace("_", "-"),
            "w": {name: render(text, language) for name, text in LABELS.items()},
            "version": __version__,
        }

    def files(self) -> None:
        """Style and script; their own files, because the Content-Security-Policy allows none within a page."""
        for name in _FILES:
            self._out.write(name, [(files("grader.reports.html") / "static" / name).read_bytes()])

    def page(self, name: str, template: str, values: Mapping[str, Any]) -> None:
        """Write one page, piece by piece: the overview of a large class is not held in memory as a whole."""
        root = "../" * name.count("/")
        stream = self._environment.get_template(template).stream(values, root=root)
        stream.enable_buffering(_PIECES)
        self._out.write(name, (piece.encode() for piece in stream))

    def sweep(self, current: Collection[str]) -> None:
        """Delete pages of submissions that are not in this report, where an earlier one of ours left them."""
        for path in sorted((self._out.path / PAGES).glob("*.html")):
            if path.name not in current and path.is_file() and not path.is_symlink():
                with path.open("rb") as page:
                    ours = MARK.encode() in page.read(_TOP)
                if ours:
                    path.unlink()
