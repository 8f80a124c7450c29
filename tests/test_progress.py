"""The progress of a class on the screen, while its submissions are graded."""

from __future__ import annotations

import sys
from collections.abc import Generator
from types import SimpleNamespace

import pytest

from grader.call import Setting, follow
from grader.reports.outputs import outputs
from grader.reports.page import Page
from grader.reports.terminal import Terminal
from grader.session import Result
from grader.work import Finished

from .screens import HOMEWORK, Screen, report, shown


def test_progress_is_redrawn_on_a_terminal_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    said = shown(report("a"), report("b"), screen=Screen(tty=True))
    live, _gone, table = said.rpartition("\x1b[2K")
    assert "[2/2] b  100/100" in live
    assert "\x1b[?25l" in live, "the cursor is hidden meanwhile"
    assert live.rindex("\x1b[?25h") > live.rindex("\x1b[?25l"), "and shown again"
    assert "[2/2]" not in table
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown(report("a"), report("b"), screen=Screen(tty=True))


def test_progress_is_there_before_the_first_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for quiet, total, there in ((False, 25, True), (False, 1, False), (True, 25, False)):
        screen = Screen(tty=True)
        terminal = Terminal(Page(screen, "en"), total, quiet=quiet)
        terminal.begin()
        assert ("0/25" in screen.getvalue()) == there
        terminal.end()


def test_a_call_shows_its_progress_before_it_asks_for_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    screen = Screen(tty=True)
    monkeypatch.setattr(sys, "stdout", screen)
    seen = []

    def results() -> Generator[Result, None, None]:
        for number in range(2):
            seen.append(screen.getvalue())
            yield Result(Finished(number, report(f"bus{number}")), b"", kept=True)

    setting = Setting(homework=HOMEWORK, isolation="none", wanted=outputs([]), language="en", quiet=False)
    assert follow(results(), 2, setting).kept == 2
    assert "0/2" in seen[0]
    assert "per minute" not in screen.getvalue(), "nothing was run"


def test_the_rate_is_that_of_what_was_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of a gradebook come at once; then two in twenty seconds."""
    monkeypatch.setenv("TERM", "xterm-256color")
    clock = SimpleNamespace(now=0.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr("grader.reports.progress.time", clock)
    screen = Screen(tty=True)
    terminal = Terminal(Page(screen, "en"), 22, quiet=False)
    terminal.begin()
    for number in range(10):
        terminal.finished(report(f"old{number}"), kept=True)
    for clock.now in (10.0, 20.0):
        terminal.finished(report("new"))
    terminal.end()
    assert "12/22" in screen.getvalue()
    assert "6 per minute, 0:01:40 left" in screen.getvalue()
