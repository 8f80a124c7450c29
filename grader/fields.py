"""Reading a TOML table field by field, with errors a teacher can act on.

msgspec's own messages were tried: they are English only, stop at the type ("Expected `int`") and cannot say which words
would have done. Here each field says what it expects, and the error carries the key as a dotted path with an index that
counts from 1 (`relays[2].stimulus`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import UserError
from grader.model import Text
from grader.text import T, listed


class FieldError(UserError):
    """One thing that is wrong with the file."""


class Table:
    """A TOML table at `path` of the file. Every getter raises FieldError where the value is not what it returns."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self.values = values
        self.path = path

    def key(self, name: str) -> str:
        """The full dotted path of a key of this table."""
        return f"{self.path}.{name}" if self.path else name

    def only(self, allowed: Iterable[str]) -> None:
        """FieldError for the first key that is not among the allowed ones, with the one that was probably meant."""
        names = list(allowed)
        for name in self.values:
            if name not in names:
                raise FieldError(
                    T("{key}: there is no such key here; {advice}", key=self.key(name), advice=meant(name, names))
                )

    def wrong(self, name: str, expected: Text) -> FieldError:
        """The error for a key that is missing or has a value of the wrong kind."""
        if name not in self.values:
            return FieldError(T("{key} is missing; expected {expected}", key=self.key(name), expected=expected))
        found = shown(self.values[name])
        return FieldError(
            T("{key}: expected {expected}, found {found}", key=self.key(name), expected=expected, found=found)
        )

    def text(self, name: str, expected: Text) -> str:
        """A string with something in it besides white space."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, expected)
        return value

    def choice(self, name: str, among: Iterable[str]) -> str:
        """One of a few words."""
        words = list(among)
        value = self.values.get(name)
        if value not in words:
            raise self.wrong(name, T("one of {words}", words=listed(words)))
        return str(value)

    def count(self, name: str) -> int:
        """A whole number, 0 or more."""
        value = self.values.get(name)
        if type(value) is not int or value < 0:  # not isinstance: TOML's true is no number
            raise self.wrong(name, T("a whole number, 0 or more"))
        return value

    def whole(self, name: str, expected: Text) -> int:
        """A whole number above 0."""
        value = self.values.get(name)
        if type(value) is not int or value <= 0:
            raise self.wrong(name, expected)
        return value

    def positive(self, name: str, expected: Text) -> float:
        """A number above 0; an integer stays one."""
        value = self.values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value <= 0:
            raise self.wrong(name, expected)
        return value

    def texts(self, name: str, expected: Text) -> tuple[str, ...]:
        """A list of strings, each with something in it; () where the key is left out."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.wrong(name, expected)
        return tuple(value)

    def table(self, name: str, expected: Text) -> Table:
        """A table within this one."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.wrong(name, expected)
        return Table(value, self.key(name))

    def tables(self, name: str, expected: Text) -> list[Table]:
        """An array of tables, at least one."""
        value = self.values.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            raise self.wrong(name, expected)
        return [Table(each, f"{self.key(name)}[{place}]") for place, each in enumerate(value, 1)]


def meant(word: str, known: Iterable[str]) -> Text:
    """Advice on a word that is not known: the one that looks like it, else all there are."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    words = list(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    return T("did you mean {word}?", word=close[0]) if close else T("possible are: {words}", words=listed(words))


def shown(value: object) -> str:
    """A value as TOML would have it, more or less, and not too long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        value = f'"{value}"'
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
