"""Launching programs as the grader does, for tests that look at what runs."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from grader.kernel import proc
from grader.launch import Launcher
from grader.model import Limits, Submission
from grader.program import Program
from grader.recorder import Recorder
from grader.sandbox import sandbox, works

from .victims import until

BOTH = pytest.mark.parametrize("walls", [False, True], ids=["none", "bwrap"])
UNLIMITED = Limits(
    cpu_seconds=None,
    wall_seconds=None,
    memory_bytes=None,
    processes=None,
    output_bytes=None,
    file_bytes=None,
    disk_bytes=None,
    open_files=None,
)


@functools.cache
def no_walls() -> str | None:
    """Why there are none here; None where they work."""
    return works(sandbox(sys.executable))


def submission(source: str | bytes, name: str = "bus.py") -> Submission:
    """A student's program of that text."""
    code = textwrap.dedent(source).encode() if isinstance(source, str) else source
    return Submission(name=name.removesuffix(".py"), path=name, source=code, sha256=hashlib.sha256(code).hexdigest())


def launcher(
    source: str | bytes, *, walls: bool = False, limits: Limits | None = None, name: str = "bus.py"
) -> Launcher:
    """How it is launched; the test is skipped where walls are asked for and not to be had."""
    if walls and no_walls():
        pytest.skip(f"bubblewrap does not work here: {no_walls()}")
    return Launcher(
        submission=submission(source, name),
        python=sys.executable,
        sandbox=sandbox(sys.executable) if walls else None,
        limits=limits or replace(UNLIMITED, output_bytes=4 << 20),
        spared=frozenset(proc.children(os.getpid())),
    )


@contextlib.contextmanager
def running(
    source: str | bytes, *, walls: bool = False, limits: Limits | None = None, name: str = "bus.py"
) -> Iterator[Program]:
    """The program under way; afterwards it is gone."""
    made = launcher(source, walls=walls, limits=limits, name=name)
    recorder = Recorder("journey", 1)
    with made.started() as terminal, Program(terminal, recorder, made.limits) as program:
        yield program


def look_until(program: Program, fact: Callable[[], bool]) -> None:
    """Look at the program until the fact is there."""

    def there() -> bool:
        program.look()
        return fact()

    until(there)


def prints(program: Program, text: str) -> None:
    """Until the program has printed that."""
    look_until(program, lambda: text in program.text())


def ends(program: Program) -> None:
    """Until the driver has ended, be it before the first look."""
    look_until(program, lambda: program.ended(program.driver) or program.deserted)
    program.look()


def output(source: str | bytes, *, walls: bool = False, limits: Limits | None = None, name: str = "bus.py") -> str:
    """What a program prints from its start to its end."""
    with running(source, walls=walls, limits=limits, name=name) as program:
        ends(program)
        program.look()
        return program.text()
