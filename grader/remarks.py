"""Remarks that name submissions: some at a time, so that a line stays readable, and not without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from grader.model import Text
from grader.text import T

NAMED, AT_ONCE = 100, 5
"""Names that remarks have in all, and each; what is beyond is counted."""


def remarked(names: Sequence[str], text: Callable[[str], Text]) -> Iterator[Text]:
    """The remark with a few names at a time; none where there are no names."""
    for start in range(0, min(len(names), NAMED), AT_ONCE):
        yield text(", ".join(names[start : min(start + AT_ONCE, NAMED)]))
    if len(names) > NAMED:
        yield T("... and {count} more", count=len(names) - NAMED)
