"""A student's file as lines for a page: coloured, harmless, and with the lines marked that hints name."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

from grader.locale.translate import Language
from grader.reports.visible import visible

LONGEST = 400
"""Characters of a line that are shown; what is left out is counted."""

LINES = 2_000
"""Lines that are shown; a bus has a hundred."""

COLOURED = 100_000
"""Characters up to which a file is coloured."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's number, its text as HTML, and the ids of the checks whose hints name it."""

    number: int
    html: Markup
    checks: tuple[str, ...]


def lines(source: bytes, marked: Iterable[tuple[int, str]], language: Language) -> list[Line]:
    """The file's lines, as Python counts them. `marked`: numbers of lines, and the check each belongs to."""
    found: dict[int, list[str]] = {}
    for number, check in marked:
        found.setdefault(number, []).append(check)
    # Tabs as blanks, and everything else that is not printable as an escape: nothing here can reorder or hide.
    plain = [visible(line.expandtabs(4), language, LONGEST) for line in _split(source)[:LINES]]
    return [Line(number, html, tuple(found.get(number, ()))) for number, html in enumerate(_coloured(plain), 1)]


def _split(source: bytes) -> list[str]:
    """The text in the encoding that Python would read it in; bytes that are not of it as escapes."""
    try:
        encoding, _first = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding, "backslashreplace")
    except (SyntaxError, LookupError, UnicodeError):
        text = source.decode("utf-8", "backslashreplace")
    found = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    return found[:-1] if found[-1] == "" else found


def _coloured(plain: list[str]) -> list[Markup]:
    """Pygments, whose formatter escapes; spans that go over lines are closed and opened again by it."""
    text = "\n".join(plain)
    if len(text) > COLOURED:
        return [escape(line) for line in plain]
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(text)
    out = io.StringIO()
    HtmlFormatter(nowrap=True).format(tokens, out)
    found = out.getvalue().split("\n")
    if len(found) == len(plain) + 1 and not found[-1]:
        found.pop()
    return [Markup(line) for line in found] if len(found) == len(plain) else [escape(line) for line in plain]
