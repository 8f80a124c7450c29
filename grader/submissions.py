"""Finding what is to be graded, and reading it without being harmed by it.

A program file is a submission named by its stem; in a folder each `*.py` is one, and each sub-folder with exactly one
`*.py` anywhere in it is one named by the sub-folder. Hidden files and Python's own folders are no submissions;
everything else that cannot be graded, a hidden program too, is an `Unusable`, never nothing. A folder is looked into by
`grader.folders`, a `.zip` by `grader.exports`, by the same rules; what learning platforms write into names is
understood in both.

Finding and reading are two steps, so that a class of thousands is never in memory at once. Only regular files are
opened, never a FIFO, a device or a socket; a symbolic link counts as what it leads to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.candidates import Candidate, Unusable
from grader.errors import UserError, reason
from grader.files import beginning
from grader.folders import program, stem, submissions
from grader.identity import distinct, identity
from grader.model import Submission, Text
from grader.text import T

if TYPE_CHECKING:
    from grader.archives import Archives

__all__ = ["LARGEST", "Candidate", "Unusable", "find", "read", "told_apart"]

LARGEST = 1 << 20
"""Bytes of a program. The longest bus a student has written by hand is far below; more is a slip or an attack."""


def find(paths: Iterable[str]) -> list[Candidate | Unusable]:
    """Everything at these paths, in their order, folders sorted by name; names are unique, each file comes once."""
    found: dict[tuple[str, int], Candidate | Unusable] = {}
    paths = list(dict.fromkeys(paths))
    named = Counter(map(os.path.dirname, paths))
    for path in paths:
        for each in _at(path, alone=named[os.path.dirname(path)] == 1):  # noqa: PTH120 - as it was given
            member = each.member if isinstance(each, Candidate) else 0
            known = replace(each, identity=identity(path, each.path, each.name, each.student))
            found.setdefault((os.path.abspath(each.path), member), known)  # noqa: PTH100 - resolve() would follow links
    return told_apart(distinct(list(found.values())))


def read(candidate: Candidate, archives: Archives | None = None) -> Submission | Unusable:
    """The program's bytes, or why they cannot be had. `archives` keeps an archive open from one call to the next."""
    try:
        source = (
            _member(candidate.archive, candidate.member, archives)
            if candidate.archive
            else beginning(candidate.path, LARGEST + 1)
        )
    except UserError as error:
        return _unusable(candidate, error.text)
    except OSError as error:
        return _unusable(candidate, T("cannot be read: {reason}", reason=reason(error)))
    if source is None:
        return _unusable(candidate, T("is not a regular file"))
    if len(source) > LARGEST:
        return _unusable(candidate, T("is larger than {size} KiB, which no homework needs", size=LARGEST >> 10))
    return Submission(
        name=candidate.name,
        path=candidate.path,
        source=source,
        sha256=hashlib.sha256(source).hexdigest(),
        filename=candidate.filename,
        student=candidate.student,
        identity=candidate.identity,
    )


def _member(archive: str, member: int, archives: Archives | None) -> bytes:
    """At most LARGEST + 1 bytes of it; ArchiveError or OSError where they cannot be had."""
    from grader.archives import Archives  # noqa: PLC0415 - a single program has none

    with contextlib.nullcontext(archives) if archives else Archives() as opened:
        return opened.opened(archive).read(member, LARGEST + 1)


def _unusable(candidate: Candidate, why: Text) -> Unusable:
    return Unusable(
        name=candidate.name,
        path=candidate.path,
        reason=why,
        within=candidate.within,
        student=candidate.student,
        identity=candidate.identity,
    )


def _at(path: str, *, alone: bool) -> Iterator[Candidate | Unusable]:
    """What a path of the command line holds. `alone`: it is the only one named in its folder, as with `class/*/bus.py`,
    and then the folder may be the student's.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = T("cannot be found: {reason}", reason=reason(error))
        yield Unusable(name=stem(path), path=path, reason=why, mistyped=True)
        return
    if not stat.S_ISDIR(mode):
        if path.lower().endswith(".zip"):
            yield from _archive(path)
        else:
            folder = os.path.basename(os.path.dirname(path)) if alone else ""  # noqa: PTH119, PTH120
            yield replace(program(path), within=f"{folder}/{os.path.basename(path)}" if folder.strip(".") else "")  # noqa: PTH119
        return
    yield from submissions(path)


def _archive(path: str) -> Iterator[Candidate | Unusable]:
    """What a .zip holds."""
    from grader.archives import Archive  # noqa: PLC0415
    from grader.exports import submissions as members  # noqa: PLC0415

    try:
        with Archive(path) as archive:
            found = members(archive)
    except UserError as error:
        yield Unusable(name=stem(path), path=path, reason=error.text)
        return
    except OSError as error:
        yield Unusable(name=stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))
        return
    if not found:
        yield Unusable(name=stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
    for each in found:
        within = f"{path}/{each.path}"
        if each.reason is not None or each.member is None:
            why = each.reason or T("has nothing in it to be graded")
            yield Unusable(name=each.name, path=within, reason=why, within=each.within, student=each.student)
        else:
            member, filename = each.member.index, each.filename
            yield Candidate(
                name=each.name,
                path=within,
                within=each.within,
                archive=path,
                member=member,
                student=each.student,
                filename=filename,
            )


def told_apart(found: Sequence[Candidate | Unusable]) -> list[Candidate | Unusable]:
    """Submissions of one name are named by their whole path, without the ending; then, if need be, counted."""
    names = Counter(each.name for each in found)
    apart = [
        replace(each, name=os.path.splitext(each.path)[0]) if names[each.name] > 1 else each  # noqa: PTH122
        for each in found
    ]
    seen: Counter[str] = Counter()
    for place, each in enumerate(apart):
        seen[each.name] += 1
        if seen[each.name] > 1:
            apart[place] = replace(each, name=f"{each.name} ({seen[each.name]})")
    return apart
