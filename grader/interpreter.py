"""The Python that runs the submissions."""

from __future__ import annotations

import shutil
import subprocess
import sys

from grader.errors import UserError
from grader.text import T

OLDEST = (3, 8)

_ASK = "import sys; print('%d.%d.%d' % sys.version_info[:3])"  # also Python 2 can answer this


class InterpreterError(UserError):
    """Not a Python that can run submissions."""


def interpreter(name: str) -> str:
    """The path of that interpreter, tried out unless it is the grader's own; InterpreterError where it will not do."""
    if name == sys.executable:
        return name
    path = shutil.which(name)
    if path is None:
        raise InterpreterError(T("--python: there is no program {name}", name=name))
    found = version(path)
    if found is None:
        raise InterpreterError(T("--python: {name} is no Python interpreter", name=name))
    if found < OLDEST:
        raise InterpreterError(
            T(
                "--python: {name} is Python {found}; submissions need {oldest} or later",
                name=name,
                found=dotted(found),
                oldest=dotted(OLDEST),
            )
        )
    return path


def version(path: str) -> tuple[int, ...] | None:
    """(3, 11, 7), by asking it; None where that is no Python or does not answer within five seconds."""
    try:
        answer = subprocess.run(
            [path, "-S", "-E", "-c", _ASK], stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=True
        ).stdout
        numbers = tuple(int(part) for part in answer.split(b"."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return numbers if len(numbers) == 3 else None


def dotted(numbers: tuple[int, ...]) -> str:
    """(3, 11) -> 3.11"""
    return ".".join(map(str, numbers))
