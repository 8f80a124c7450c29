"""A downloaded table of which some cells are replaced, and every other byte is kept.

Python's csv module reads such a file well enough, but forgets how it was written: which cells were quoted, how lines
end, whether the last one does. So here a cell remembers where it stands, and replacing it is cutting and pasting.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENCODINGS = ("utf-8", "gb18030")
"""Platforms write UTF-8; the second is what Excel makes of it in China when a teacher saves the file as CSV."""

_DELIMITERS = ",;\t"


class NotATableError(ValueError):
    """The bytes cannot be read as a table, or not without changing them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and where it stands in the table's text, quotes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the header; lines without any cell are no rows."""

    text: str
    encoding: str
    mark: bytes
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int) -> str:
        """The text of a cell; "" where the row is shorter."""
        return self.rows[row][column].text if column < len(self.rows[row]) else ""

    def filled(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The table with the cells at these (row, column) replaced; what is not named stays byte for byte."""
        parts, at = [], 0
        for (row, column), words in sorted(cells.items()):
            cell = self.rows[row][column]
            parts += [self.text[at : cell.start], _written(words, self.delimiter)]
            at = cell.end
        return self.mark + "".join((*parts, self.text[at:])).encode(self.encoding)


def read(data: bytes) -> Table:
    """The table; NotATableError where it is none, or in an encoding we cannot give back unchanged."""
    text, encoding, mark = _decoded(data)
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    rows = tuple(_rows(text, delimiter))
    if not rows:
        raise NotATableError("no header")
    return Table(text=text, encoding=encoding, mark=mark, delimiter=delimiter, rows=rows)


def _decoded(data: bytes) -> tuple[str, str, bytes]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding, mark
    for encoding in _ENCODINGS:
        try:
            return _strictly(data, encoding), encoding, b""
        except NotATableError:
            continue
    raise NotATableError("encoding")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATableError(str(error)) from error
    if text.encode(encoding) != data:
        raise NotATableError("encoding")
    return text


def _rows(text: str, delimiter: str) -> list[tuple[Cell, ...]]:
    """RFC 4180, with any line end; a quote inside a cell that began without one is an ordinary character."""
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"(?:[^"]|"")*"')
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at = 0
    while at < len(text) or row:
        inside = quoted.match(text, at)
        start, end = at, plain.match(text, inside.end() if inside else at).end()  # type: ignore[union-attr]
        if inside:
            row.append(Cell(inside[0][1:-1].replace('""', '"') + text[inside.end() : end], start, end))
        elif text[at : at + 1] == '"':
            raise NotATableError("a quote is never closed")
        else:
            row.append(Cell(text[start:end], start, end))
        at = end
        if text[at : at + 1] == delimiter:
            at += 1
            continue
        if len(row) > 1 or row[0].text:
            rows.append(tuple(row))
        row = []
        at += 2 if text[at : at + 2] == "\r\n" else 1
    return rows


def _written(words: str, delimiter: str) -> str:
    if words and not any(char in words for char in f'"\r\n{delimiter}'):
        return words
    return '"' + words.replace('"', '""') + '"' if words else ""
