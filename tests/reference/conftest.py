"""Running ``python -m reference`` on a terminal and reading the facts that it states."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
import termios
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from reference.labels import LABELS

ROOT = Path(__file__).parents[2]
# In Chinese a label, ended by a full-width colon, comes before the name.
FACT = re.compile(r"^    (?:(\S+)：)?(\w+) = (.+?)\r*$", re.MULTILINE)
MARK = "REFERENCE_TEST"

Facts = dict[str, Any]
Start = Callable[..., "pexpect.spawn[str]"]


def marked(mark: str) -> list[int]:
    """The PIDs of the processes that carry a mark in their environment, which children inherit wherever they go."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                environment = (entry / "environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if f"{MARK}={mark}".encode() in environment.split(b"\0"):
                found.append(int(entry.name))
    return found


@pytest.fixture
def start() -> Iterator[Start]:
    """Start commands on a pty of their own. Afterwards nothing that they started may be left."""
    mark = uuid.uuid4().hex
    started: list[pexpect.spawn[str]] = []

    def spawn(*arguments: str, lang: str = "en") -> pexpect.spawn[str]:
        environment = {**os.environ, MARK: mark, "LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8"}
        child = pexpect.spawn(
            sys.executable,
            list(arguments),
            cwd=str(ROOT),
            env=environment,
            encoding="utf-8",
            timeout=60,
            echo=False,
        )
        # A key that makes a signal also throws away what was written and not yet read (termios(3), NOFLSH). Two keys in
        # a row then lose the text that the first one brought: the terminal's doing, and not the program's.
        attributes = termios.tcgetattr(child.child_fd)
        attributes[3] |= termios.NOFLSH
        termios.tcsetattr(child.child_fd, termios.TCSANOW, attributes)
        child.delaybeforesend = None
        child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0.001
        started.append(child)
        return child

    yield spawn
    try:
        # multiprocessing's own servants end by themselves, a moment after the process that they served.
        deadline = time.monotonic() + 20
        while (left := marked(mark)) and time.monotonic() < deadline:
            time.sleep(0.005)
        assert not left, f"processes left behind: {left}"
    finally:
        for child in started:
            child.close(force=True)
        for pid in marked(mark):  # a test has failed, and must not trouble the next
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def finish(child: pexpect.spawn[str]) -> str:
    """Read to the end, and wait for it. Returns what was read since the last time."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.before or ""


def parse(text: str) -> Facts:
    """The facts in a topic's output."""
    return {name: json.loads(value) for _, name, value in FACT.findall(text)}


def labels(text: str) -> dict[str, str]:
    """The Chinese labels of the facts in a topic's output; empty where there is none."""
    return {name: label for label, name, _ in FACT.findall(text)}


@pytest.fixture
def facts(start: Start) -> Callable[..., Facts]:
    """Run a topic to its end, in a process of its own on a pty, and return the facts that it stated.

    That the topic itself left no child and no descriptor open is asserted by ``reference.stage.run``, in its process.
    """

    def run(topic: str, lang: str = "en") -> Facts:
        child = start("-W", "error", "-m", "reference", topic, lang=lang)
        text = finish(child)
        assert child.exitstatus == 0, text
        seen = parse(text)
        assert seen.keys() <= LABELS.keys()
        assert labels(text) == {name: LABELS[name] if lang == "zh" else "" for name in seen}
        return seen

    return run


@pytest.fixture
def ended() -> Callable[[pexpect.spawn[str]], str]:
    """:func:`finish`, for tests that start commands themselves."""
    return finish
