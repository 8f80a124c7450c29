"""A screen to write reports on: words with styles, wrapped by us, coloured by rich where the screen has colours."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO, TypeAlias

from grader.locale.translate import Language, render
from grader.model import Text
from grader.reports.visible import visible
from grader.reports.wrapping import width, wrap

if TYPE_CHECKING:
    from rich.console import Console

Span: TypeAlias = tuple[str, str]
"""Words and their rich style ("" for none)."""

PIPE_COLUMNS = 100
"""Columns of a report that goes to a pipe or a file: always the same, so that two reports can be compared."""

_NARROWEST = 30

SYMBOLS = {"pass": "✔", "fail": "✘", "skip": "–", "inconclusive": "?", "bar": "│", "line": "─", "dot": "·"}
_PLAIN = {"pass": "+", "fail": "x", "skip": "-", "inconclusive": "?", "bar": "|", "line": "-", "dot": "-"}
STYLES = {"pass": "green", "fail": "bold red", "skip": "dim", "inconclusive": "bold yellow"}


class Page:
    """Writes lines to a stream in one language. rich is imported with the first line: `grade --version` has none."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self.stream = stream
        self.language = language
        self._console: Console | None = None
        # What goes to a pipe has no colours, and importing rich takes a tenth of the time of a whole grading. rich's
        # own switches for a pipe that wants colours are left to rich.
        self._plain = not stream.isatty() and not any(
            os.environ.get(each) for each in ("FORCE_COLOR", "TTY_COMPATIBLE")
        )
        self.symbols = SYMBOLS if (stream.encoding or "").lower().replace("-", "").startswith("utf") else _PLAIN

    @property
    def console(self) -> Console:
        """rich's console: it knows NO_COLOR, TERM=dumb, and whether this is a terminal."""
        if self._console is None:
            from rich.console import Console  # noqa: PLC0415

            class Plain(Console):
                """rich would end the whole command with status 1 where the reader of a pipe has left."""

                def on_broken_pipe(self) -> None:
                    raise BrokenPipeError

            columns = None if self.stream.isatty() else PIPE_COLUMNS
            self._console = Plain(
                file=self.stream, width=columns, highlight=False, markup=False, emoji=False, soft_wrap=True
            )
        return self._console

    @property
    def columns(self) -> int:
        """Columns that a line may take."""
        return PIPE_COLUMNS if self._plain else max(_NARROWEST, self.console.width)

    @property
    def is_live(self) -> bool:
        """Whether a line can be rewritten in place."""
        return not self._plain and self.console.is_terminal and not self.console.is_dumb_terminal

    def rewrite(self, words: str) -> None:
        """Put these words in place of the line the cursor is on, and stay there."""
        self.stream.write(f"\r\x1b[K{words}")
        self.stream.flush()

    def say(self, text: Text) -> str:
        """A sentence in the page's language, with every value in it made harmless."""
        return render(text, self.language, self.harmless)

    def harmless(self, text: str) -> str:
        """Words of a student, a file name: printable, on one line, and not endless."""
        return visible(text, self.language)

    def line(self, *spans: Span) -> None:
        """One line, as it is."""
        if self._plain:
            print("".join(words for words, _style in spans).rstrip(), file=self.stream)
            return
        from rich.text import Text as Styled  # noqa: PLC0415

        styled = Styled.assemble(*spans, end="")
        styled.rstrip()
        self.console.print(styled)

    def block(self, lead: Sequence[Span], words: str, style: str = "") -> None:
        """Words after a lead, wrapped; later lines begin below the words, with the lead's bar if it has one."""
        indent = sum(width(text) for text, _style in lead)
        bar = f"{self.symbols['bar']} "
        hanging: Span = (" " * indent, "")
        if lead and lead[-1][0].endswith(bar):
            hanging = (" " * (indent - width(bar)) + bar, lead[-1][1])
        start = lead
        for part in words.splitlines() or [""]:
            for piece in wrap(part, self.columns - indent):
                self.line(*start, (piece, style))
                start = [hanging]
