"""A student's words, made harmless for a screen: nothing in them can move the cursor, colour, hide or reorder."""

from __future__ import annotations

import unicodedata

from grader.locale.translate import Language, render
from grader.text import T

LONGEST = 240
"""Characters of one value that a report shows; what is left out is counted."""


def visible(text: str, language: Language, longest: int = LONGEST) -> str:
    """One line of printable characters; every other one as Python would escape it (`\\x1b`, `\\n`, `\\u202e`).

    Escaped are control characters, the formatting ones (bidi overrides among them), separators of lines, surrogates,
    private and unassigned ones: the classes of str.isprintable. Unusual spaces become plain ones.
    """
    shown = "".join(map(_visible, text[:longest]))
    if len(text) <= longest:
        return shown
    return render(T("{text}… ({count} more characters)", text=shown, count=len(text) - longest), language)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode()
