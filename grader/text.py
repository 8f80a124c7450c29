"""Sentences for the user, still without a language.

`T("...")` is the mark that Babel looks for, so its first argument is always a literal; the sentence is looked up and
filled in by the reports alone. What a student's program wrote goes in as a plain value through `quote`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from grader.model import Role, Text

QUOTED = 80
"""Characters of a student's output that a sentence may carry; the timeline has the rest."""

ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])"  # OSC, DCS, SOS, PM, APC strings
    r"[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"  # the short ones: character sets, save and restore
)
"""Terminal escape sequences as in ECMA-48, in their 7-bit and 8-bit forms; a string without its end is text.

A string ends where the next one begins: were it searched on to its end, a row of beginnings would take quadratic time.
"""

_SOURCE_LINES = re.compile(
    r'^((?>[ \t]*File ".*", line \d+.*\n))(?: {4}.*(?:\n|\Z))+'  # a frame of a traceback, with the marks below it
    r"|^([^\n]*:\d+: \w*Warning:.*\n)  (?! ).*(?:\n|\Z)",  # warnings.formatwarning
    re.MULTILINE,
)

Value: TypeAlias = str | int | float | Text


def T(msgid: str, /, **values: Value) -> Text:  # noqa: N802 - short, as gettext's _ is
    """The sentence `msgid` with the values for its `{names}`."""
    return Text(msgid, values)


def role_name(role: Role) -> Text:
    """The word for that role, as a value for a sentence."""
    return T("driver") if role == "driver" else T("conductor")


def without_escapes(text: str) -> str:
    """The text as a terminal would have shown it, more or less: escape sequences dropped."""
    return ESCAPES.sub("", text)


def without_source(text: str) -> str:
    """The text without the lines of source that Python quotes in tracebacks and warnings: nobody printed them.

    A misspelt `pritn("...")` would otherwise have printed its message, in the words of its NameError.
    """
    return _SOURCE_LINES.sub(r"\1\2", text)


def quote(text: str, limit: int = QUOTED) -> str:
    """Output of a program, fit to stand in a sentence: one line, no control characters, at most `limit` characters."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in without_escapes(text)).split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """Names that need no translation (signals, processes), joined for a sentence."""
    return ", ".join(names)


def plain(name: str) -> str:
    """File names that are no UTF-8 have surrogates in Python, which neither SQLite nor JSON can keep."""
    return name.encode("utf-8", "backslashreplace").decode()
