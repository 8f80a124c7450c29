"""`--watch`: a report for each change of the file, until Ctrl+C."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from grader.cli import INTERRUPTED, USAGE

from .calls import Replaced


def next_report(command: subprocess.Popen[str]) -> str:
    """Up to the line that says it goes on watching; it is on standard error, which is the same pipe."""
    assert command.stdout is not None
    lines = []
    for line in command.stdout:
        lines.append(line)
        if line == "grade: watching class/a.py; Ctrl+C ends\n":
            return "".join(lines)
    raise AssertionError(lines)


def test_graded_again_when_the_file_changes(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="bad")
    with subprocess.Popen(
        [*call.command, "--watch", "class/a.py"],
        cwd=tmp_path,
        env=call.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as command:
        try:
            assert "Score: 90 out of 100" in next_report(command)
            call.hand_in(a="good")
            assert "Score: 100 out of 100" in next_report(command)
            # As editors do: a new file takes the place of the old one.
            (folder / "new").write_text("bad ")
            os.replace(folder / "new", folder / "a.py")  # noqa: PTH105
            assert "Score: 90 out of 100" in next_report(command)
            (folder / "a.py").unlink()
            call.hand_in(a="good")
            assert "Score: 100 out of 100" in next_report(command)
            command.send_signal(signal.SIGINT)
            assert command.wait(30) == INTERRUPTED
        finally:
            command.kill()
    assert call.runs == ["a"] * 4


def test_only_a_file_can_be_watched(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    call.hand_in(a="good")
    for words in (["class"], ["nobody.py"], ["class/a.py", "--gradebook", "g.db"], ["class/a.py", "class/a.py"]):
        done = call.grade("--watch", *words)
        assert done.returncode == USAGE
        assert "--watch" in done.stderr
    assert call.runs == []
