"""Breaking lines of mixed Chinese and English.

rich and textwrap break at spaces; a Chinese sentence has none, so a line that begins with one short English word would
end right after it. Here a line may also end before or after any wide character, as UAX 14 has it in short.
"""

from __future__ import annotations

import re
import unicodedata

_CLOSING = "，。、；：！？）】》」』”’…"  # never at the beginning of a line
_OPENING = "（【《「『“‘"  # never at the end of one
_PIECE = re.compile(
    rf"[{_OPENING}]*[⺀-鿿가-힯豈-﫿＀-￯\U00020000-\U0003ffff][{_CLOSING}]*"
    rf"|[^\s⺀-鿿가-힯豈-﫿＀-￯\U00020000-\U0003ffff]+|\s+"
)


def width(text: str) -> int:
    """Columns of a terminal that a printable text takes."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns (at least 2); what has no place to break is broken anywhere."""
    columns = max(2, columns)
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if width(line + piece.rstrip()) > columns and line.strip():
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


def _head(text: str, columns: int) -> str:
    """As many characters from the beginning as fit."""
    taken = 0
    for place, char in enumerate(text):
        taken += _width(char)
        if taken > columns:
            return text[:place]
    return text
