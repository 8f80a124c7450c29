"""``python -m reference`` where it is not at its best: a reader that leaves, an encoding, SIGCHLD ignored."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pexpect

Start = Callable[..., "pexpect.spawn[str]"]
End = Callable[["pexpect.spawn[str]"], str]
ROOT = Path(__file__).parents[2]


def test_a_reader_that_has_seen_enough() -> None:
    """As ``| head -n 2`` does it: no traceback, and the status that a shell gives for SIGPIPE."""
    command = [sys.executable, "-m", "reference", "--lang", "en", "signals.alarm"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline().startswith("── signals.alarm ──".encode())
        child.stdout.close()  # more than two seconds of it are still to come
        assert child.stderr.read() == b""
        assert child.wait(60) == 141


@pytest.mark.parametrize("arguments", [["signals.table"], ["--source", "signals.table"], ["--help"], []])
def test_an_encoding_without_chinese(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reference", "--lang", "zh", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u4fe1\\u53f7" in done.stdout or "--help" in arguments  # 信号


@pytest.mark.parametrize("topic", ["processes.own_class", "signals.sigchld", "bus_ride"])
def test_sigchld_ignored_by_who_started_us(start: Start, ended: End, topic: str) -> None:
    program = (
        "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN);"
        "os.execv(sys.executable, [sys.executable, '-m', 'reference', *sys.argv[1:]])"
    )
    child = start("-c", program, topic)
    shown = ended(child)
    assert child.exitstatus == 0, shown


def test_failures_are_seen_though_sigchld_was_ignored(start: Start, ended: End) -> None:
    program = (
        "import resource, signal, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20));"
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN);"
        "from reference.__main__ import main; sys.exit(main(['network.selector_server', 'signals.table']))"
    )
    child = start("-c", program)
    shown = ended(child)
    assert child.exitstatus == 1, shown
