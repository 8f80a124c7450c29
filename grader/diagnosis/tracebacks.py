"""Tracebacks that the program printed, of its child too: which exception, and at which line of the student's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from grader.text import without_escapes

_FRAME = re.compile(r'\s*File "(?P<file>.*)", line (?P<line>\d+)(?:, in (?P<function>.+))?')
_ERROR = re.compile(r"(?P<name>(?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?::\s*(?P<message>.*))?", re.ASCII)
_NO_FRAME = re.compile(r"(?P<name>SyntaxError): (?P<message>.* in file .* on line (?P<line>\d+),.*)")
_CHILD = re.compile(r"(?:^|\s)Process \S+:$")  # after a prompt, too
_LIBRARY = re.compile(r"<|.*[/\\](?:lib(?:64)?[/\\]python|multiprocessing[/\\]|site-packages)")


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception nobody caught. `line` is None where no frame is in the student's file; `child` where
    multiprocessing said that a child of its own printed it (of other children one cannot tell)."""

    exception: str
    message: str
    line: int | None
    child: bool

    @property
    def said(self) -> str:
        """The last line of the traceback."""
        return f"{self.exception}: {self.message}" if self.message else self.exception


def crashes(text: str, path: str) -> tuple[Crash, ...]:
    """The tracebacks in a program's output, in order; `path` tells the student's file by its name."""
    found: list[Crash] = []
    frames: list[tuple[str, int]] = []
    child = False
    lines = without_escapes(text).splitlines()
    for at, line in enumerate(lines):
        if _CHILD.search(line):
            child = True
        elif frame := _FRAME.match(line):
            frames.append((frame["file"], int(frame["line"][:9])))
        elif unread := _NO_FRAME.fullmatch(line.rstrip()):
            found.append(Crash(unread["name"], unread["message"], int(unread["line"][:9]), child))
        elif frames and (error := _ERROR.fullmatch(line.rstrip())):
            message = (error["message"] or " ".join(" ".join(lines[at + 1 : at + 4]).split())).strip()
            found.append(Crash(error["name"], message if ":" in line else "", _students(frames, path), child))
            frames, child = [], False
    return tuple(found)


def _students(frames: list[tuple[str, int]], path: str) -> int | None:
    """The innermost line that the student wrote: by the file's name, else by not being Python's own."""
    name = PurePath(path).name
    own = [line for file, line in frames if PurePath(file).name == name]
    return next(reversed(own or [line for file, line in frames if not _LIBRARY.match(file)]), None)
