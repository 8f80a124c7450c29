"""Progress on a terminal: the last verdicts, and below them a bar with the rate and the time that is left.

rich redraws it from a thread of its own. That is harmless here: with several submissions this process launches none of
them, the workers do (see `grader.batch`).
"""

from __future__ import annotations

import time
from collections import deque
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text as Styled

from grader.reports.page import Page, Span
from grader.text import T

_LAST = 5  # verdicts on the screen
_RECENT = 30  # results that the rate is taken from: it is not the same for the quick and the slow
_PER_SECOND = 4


class Progress:
    """What is shown while submissions are graded, from the beginning; gone without a trace at `close`."""

    def __init__(self, page: Page, total: int) -> None:
        self._page = page
        self._total = total
        self._done = 0
        self._last: deque[Styled] = deque(maxlen=_LAST)
        self._times: deque[float] = deque([time.monotonic()], maxlen=_RECENT + 1)  # the beginning too
        self._live = Live(
            get_renderable=self._shown, console=page.console, refresh_per_second=_PER_SECOND, transient=True
        )
        self._live.start(refresh=True)

    def finished(self, *spans: Span, kept: bool = False) -> None:
        """One more verdict, in a line of its own; `kept` ones took no time and tell nothing about the others."""
        self._done += 1
        if not kept:
            self._times.append(time.monotonic())
        line = Styled.assemble(*spans)
        line.truncate(self._page.columns, overflow="ellipsis")
        self._last.append(line)

    def close(self) -> None:
        """Take it off the screen; more than once does no harm."""
        self._live.stop()

    def _shown(self) -> RenderableType:
        bar = Table.grid(padding=(0, 2))
        bar.add_row(
            ProgressBar(total=self._total, completed=self._done, width=max(10, self._page.columns // 3)),
            f"{self._done}/{self._total}",
            self._speed(),
        )
        return Group(*self._last, bar)

    def _speed(self) -> str:
        """Results per minute, and how long it will take if that stays so; nothing before the first results."""
        taken = self._times[-1] - self._times[0]
        if len(self._times) < 3 or taken <= 0:
            return ""
        rate = (len(self._times) - 1) / taken
        left = timedelta(seconds=round((self._total - self._done) / rate))
        return self._page.say(T("{rate} per minute, {left} left", rate=f"{rate * 60:.0f}", left=str(left)))
