"""Breaking lines of mixed Chinese and English.

rich and textwrap break at spaces; a Chinese sentence has none, so a line that begins with one short English word would
end right after it. Here a line may also end before or after any wide character, as UAX 14 has it in short.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_CLOSING = "，。、；：！？）】》」』”’…"  # never at the beginning of a line
_OPENING = "（【《「『“‘"  # never at the end of one


def width(text: str) -> int:
    """Columns of a terminal that a printable text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns (at least 2); what has no place to break is broken anywhere."""
    columns = max(2, columns)
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        if not line and not piece.strip():
            continue
        line += piece
        while width(line.rstrip()) > columns:
            head = _head(line, columns)
            lines.append(head)
            line = line[len(head) :]
    if line.strip():
        lines.append(line.rstrip())
    return lines or [""]


def _pieces(text: str) -> Iterator[str]:
    """What stays together: a word, a wide character with its punctuation, a run of spaces."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() != after.isspace()
    if after in _CLOSING or before in _OPENING or unicodedata.combining(after):
        return False
    return _width(before) == 2 or _width(after) == 2


def _head(text: str, columns: int) -> str:
    """As many characters from the beginning as fit."""
    taken = 0
    for place, char in enumerate(text):
        taken += _width(char)
        if taken > columns:
            return text[:place]
    return text
