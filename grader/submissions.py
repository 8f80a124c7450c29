"""Finding what is to be graded, and reading it without being harmed by it.

A program file is a submission named by its stem; in a folder each `*.py` is one, and each sub-folder with exactly one
`*.py` anywhere in it is one named by the sub-folder. Hidden files and Python's own folders are no submissions;
everything else that cannot be graded becomes an `Unusable`, never nothing.

Finding and reading are two steps, so that a class of thousands is never in memory at once. Only regular files are
opened, never a FIFO, a device or a socket; a symbolic link counts as what it leads to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import reason
from grader.model import Submission, Text
from grader.text import T, listed

LARGEST = 1 << 20
"""Bytes of a program. The longest bus a student has written by hand is far below; more is a slip or an attack."""

_IGNORED = {"__pycache__", "__MACOSX"}
_ENTRIES = 2_000  # of one student's folder that are looked at: a whole file system linked in must not hold things up


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that looks like a submission; `read` opens it. `path` begins as the user gave it."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something that cannot be graded, and why. `mistyped`: the user named a thing that holds no submission at all."""

    name: str
    path: str
    reason: Text
    mistyped: bool = False


def find(paths: Iterable[str]) -> list[Candidate | Unusable]:
    """Everything at these paths, in their order, folders sorted by name; names are unique, each file comes once."""
    found: dict[str, Candidate | Unusable] = {}
    for path in paths:
        for each in _at(path):
            found.setdefault(os.path.abspath(each.path), each)  # noqa: PTH100 - Path.resolve() would follow links
    return _told_apart(list(found.values()))


def read(candidate: Candidate) -> Submission | Unusable:
    """The program's bytes, or why they cannot be had."""
    try:
        source = _bytes(candidate.path)
    except OSError as error:
        return _unusable(candidate, T("cannot be read: {reason}", reason=reason(error)))
    if source is None:
        return _unusable(candidate, T("is not a regular file"))
    if len(source) > LARGEST:
        return _unusable(candidate, T("is larger than {size} KiB, which no homework needs", size=LARGEST >> 10))
    return Submission(
        name=candidate.name, path=candidate.path, source=source, sha256=hashlib.sha256(source).hexdigest()
    )


def _bytes(path: str) -> bytes | None:
    """At most LARGEST + 1 bytes; None where it is no regular file. OSError where it cannot be opened or read."""
    # Opening a device can have effects, so look first; then look again: it may have been replaced.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - one system call, no Path needed
        return None
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with open(handle, "rb") as source:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        return source.read(LARGEST + 1)


def _unusable(candidate: Candidate, why: Text) -> Unusable:
    return Unusable(name=candidate.name, path=candidate.path, reason=why)


def _at(path: str) -> Iterator[Candidate | Unusable]:
    """What a path of the command line holds."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = T("cannot be found: {reason}", reason=reason(error))
        yield Unusable(name=_stem(path), path=path, reason=why, mistyped=True)
        return
    if not stat.S_ISDIR(mode):
        yield _file(path)
        return
    entries = _entries(path)
    if isinstance(entries, Unusable):
        yield entries
    elif not entries:
        yield Unusable(name=_stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
    else:
        yield from (_folder(entry.path) if _is_folder(entry) else _file(entry.path) for entry in entries)


def _entries(path: str) -> list[os.DirEntry[str]] | Unusable:
    """A folder's entries that are not hidden, by name."""
    try:
        with os.scandir(path) as entries:
            return sorted((each for each in entries if not _hidden(each.name)), key=lambda each: each.name)
    except OSError as error:
        return Unusable(name=_stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name in _IGNORED


def _is_folder(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return entry.is_dir()
    return False


def _file(path: str) -> Candidate | Unusable:
    if not path.lower().endswith(".py"):
        return Unusable(name=_stem(path), path=path, reason=T("is no Python program: its name does not end in .py"))
    return Candidate(name=_stem(path), path=path)


def _folder(path: str) -> Candidate | Unusable:
    """One student's folder: the program is the only `*.py` in it, however deep."""
    name = os.path.basename(path)  # noqa: PTH119 - names that are no UTF-8 or end in a dot stay as they are
    programs: list[str] = []
    seen = 0
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(each for each in folders if not _hidden(each))
        programs += [os.path.join(folder, each) for each in sorted(files) if _is_program(each)]  # noqa: PTH118
        seen += len(files) + len(folders)
        if seen > _ENTRIES:
            return Unusable(name=name, path=path, reason=T("has too many files in it to be one submission"))
    if len(programs) == 1:
        return Candidate(name=name, path=programs[0])
    if not programs:
        return Unusable(name=name, path=path, reason=T("has no Python program (*.py) in it"))
    some = listed(os.path.relpath(each, path) for each in programs[:5])
    why = T("has {count} programs in it, and only one can be the homework: {names}", count=len(programs), names=some)
    return Unusable(name=name, path=path, reason=why)


def _is_program(name: str) -> bool:
    return name.lower().endswith(".py") and not _hidden(name)


def _stem(path: str) -> str:
    """The name of a submission: the file's, without its ending."""
    return Path(os.path.abspath(path)).stem if path else path  # noqa: PTH100


def _told_apart(found: list[Candidate | Unusable]) -> list[Candidate | Unusable]:
    """Submissions of one name are named by their whole path, without the ending."""
    names = Counter(each.name for each in found)
    return [
        replace(each, name=os.path.splitext(each.path)[0]) if names[each.name] > 1 else each  # noqa: PTH122
        for each in found
    ]
