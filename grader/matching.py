"""Whether a message was printed, and how often.

Both sides lose terminal escape sequences, go through Unicode NFKC and keep letters, marks and digits only (categories
L*, M*, Nd): spaces, line ends, punctuation, symbols and emoji never decide. The message matches as a part of the rest.
Source that Python quotes in a traceback was not printed by the program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from grader.model import Relay
from grader.text import without_escapes, without_source

NEAR = 0.34
"""Least similarity (difflib's ratio, 0 to 1) for a line to be called other words for the message."""

LINES = 400
"""Lines that are compared; the first ones, when a program floods its terminal."""


_MARKS = 30
"""Combining marks on one letter that count: as in the Stream-Safe Text Format (UAX #15), more than any language has."""


def normalised(text: str) -> str:
    """Letters, marks and digits of a text, in NFKC."""
    plain = unicodedata.normalize("NFKC", _with_few_marks(without_escapes(text)))
    return plain.translate({ord(char): None for char in set(plain) if not _counts(char)})


def _with_few_marks(text: str) -> str:
    """NFKC sorts the marks of each letter in quadratic time: a letter with 200,000 of them took minutes."""
    marks = "".join(char for char in set(text) if unicodedata.combining(char))
    if not marks:
        return text
    several = f"[{re.escape(marks)}]"
    return re.sub(f"({several}{{{_MARKS}}}){several}+", r"\1", text)


def _counts(char: str) -> bool:
    if "\ufe00" <= char <= "\ufe0f":
        return False  # variation selectors are marks to Unicode, but only choose the look of the emoji before them
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"


def count(relay: Relay, text: str) -> int:
    """How often the relay's message, in any accepted wording, was printed in the text. Overlaps count once."""
    wordings = sorted({normalised(each) for each in (relay.message, *relay.accepted)} - {""}, key=len, reverse=True)
    if not wordings:
        return 0
    said = normalised(without_source(without_escapes(text)))
    return len(re.findall("|".join(map(re.escape, wordings)), said))


def nearest(message: str, text: str) -> str | None:
    """The line that looks most like the message, as it was printed; None where none comes near."""
    wanted, best, found = normalised(message), NEAR, None
    if not wanted:
        return None
    for line in without_source(without_escapes(text)).splitlines()[:LINES]:
        said = normalised(line[:1000])
        if not said:
            continue
        matcher = SequenceMatcher(None, wanted, said, autojunk=False)
        # A line may say more than the message, a time or a name before it: what it shares counts against the
        # message's own length, and against its own only where that is not much longer.
        shared = sum(block.size for block in matcher.get_matching_blocks())
        likeness = 2 * shared / (len(wanted) + min(len(said), 2 * len(wanted)))
        if likeness > best:
            best, found = likeness, line.strip()
    return found


def in_other_encoding(relay: Relay, text: str, encodings: Iterable[str] = ("gb18030", "big5")) -> str | None:
    """The encoding in which the bytes of an unreadable text are the message; None where they are it in none.

    The timeline has bytes that are no UTF-8 as `\\xNN`.
    """
    if "\\x" not in text:
        return None
    parts = re.split(r"\\x([0-9a-f]{2})", text)
    raw = b"".join(
        bytes.fromhex(part) if at % 2 else part.encode("utf-8", "backslashreplace") for at, part in enumerate(parts)
    )
    return next((each for each in encodings if count(relay, raw.decode(each, "ignore"))), None)
