"""Finding what is to be graded, and reading it without being harmed by it.

A program file is a submission named by its stem; in a folder each `*.py` is one, and each sub-folder with exactly one
`*.py` anywhere in it is one named by the sub-folder. Hidden files and Python's own folders are no submissions;
everything else that cannot be graded becomes an `Unusable`, never nothing. A `.zip` is looked into by `grader.exports`,
by the same rules; what learning platforms write into names is understood in both.

Finding and reading are two steps, so that a class of thousands is never in memory at once. Only regular files are
opened, never a FIFO, a device or a socket; a symbolic link counts as what it leads to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UserError, reason
from grader.model import Student, Submission, Text
from grader.platforms import LARGEST_METADATA, METADATA, Owner, gradescope, hidden, owners
from grader.text import T, listed

if TYPE_CHECKING:
    from grader.archives import Archives

LARGEST = 1 << 20
"""Bytes of a program. The longest bus a student has written by hand is far below; more is a slip or an attack."""

_ENTRIES = 2_000  # of one student's folder that are looked at: a whole file system linked in must not hold things up


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that looks like a submission; `read` opens it. `path` begins as the user gave it; `within` is the part of
    it that may say whose it is, what lies below the folder or archive the user named; "" where that is its last part.

    In an archive, `archive` is that and `member` the place of the program there. `student` and `filename`, the name the
    program was handed in under, are set where a learning platform's export has them.
    """

    name: str
    path: str
    within: str = ""
    archive: str | None = None
    member: int = 0
    student: Student | None = None
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something that cannot be graded, and why. `mistyped`: the user named a thing that holds no submission at all.
    `absent`: there is none, of a student who should have handed one in.
    """

    name: str
    path: str
    reason: Text
    within: str = ""
    mistyped: bool = False
    student: Student | None = None
    absent: bool = False


def find(paths: Iterable[str]) -> list[Candidate | Unusable]:
    """Everything at these paths, in their order, folders sorted by name; names are unique, each file comes once."""
    found: dict[tuple[str, int], Candidate | Unusable] = {}
    paths = list(dict.fromkeys(paths))
    named = Counter(map(os.path.dirname, paths))
    for path in paths:
        for each in _at(path, alone=named[os.path.dirname(path)] == 1):  # noqa: PTH120 - as it was given
            member = each.member if isinstance(each, Candidate) else 0
            found.setdefault((os.path.abspath(each.path), member), each)  # noqa: PTH100 - resolve() would follow links
    return _told_apart(list(found.values()))


def read(candidate: Candidate, archives: Archives | None = None) -> Submission | Unusable:
    """The program's bytes, or why they cannot be had. `archives` keeps an archive open from one call to the next."""
    try:
        source = _member(candidate.archive, candidate.member, archives) if candidate.archive else _bytes(candidate.path)
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
    )


def _member(archive: str, member: int, archives: Archives | None) -> bytes:
    """At most LARGEST + 1 bytes of it; ArchiveError or OSError where they cannot be had."""
    from grader.archives import Archives  # noqa: PLC0415 - a single program has none

    with contextlib.nullcontext(archives) if archives else Archives() as opened:
        return opened.opened(archive).read(member, LARGEST + 1)


def _bytes(path: str, most: int = LARGEST + 1) -> bytes | None:
    """At most `most` bytes; None where it is no regular file. OSError where it cannot be opened or read."""
    # Opening a device can have effects, so look first; then look again: it may have been replaced.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - one system call, no Path needed
        return None
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with open(handle, "rb") as source:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        return source.read(most)


def _unusable(candidate: Candidate, why: Text) -> Unusable:
    name, path, within, student = candidate.name, candidate.path, candidate.within, candidate.student
    return Unusable(name=name, path=path, reason=why, within=within, student=student)


def _at(path: str, *, alone: bool) -> Iterator[Candidate | Unusable]:
    """What a path of the command line holds. `alone`: it is the only one named in its folder, as with `class/*/bus.py`,
    and then the folder may be the student's.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = T("cannot be found: {reason}", reason=reason(error))
        yield Unusable(name=_stem(path), path=path, reason=why, mistyped=True)
        return
    if not stat.S_ISDIR(mode):
        if path.lower().endswith(".zip"):
            yield from _archive(path)
        else:
            folder = os.path.basename(os.path.dirname(path)) if alone else ""  # noqa: PTH119, PTH120
            yield replace(_file(path), within=f"{folder}/{os.path.basename(path)}" if folder.strip(".") else "")  # noqa: PTH119
        return
    entries = _entries(path)
    if isinstance(entries, Unusable):
        yield entries
    elif not entries:
        yield Unusable(name=_stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
    else:
        known = {**owners([entry.name for entry in entries]), **_metadata(path)}
        for entry in entries:
            if entry.name != METADATA:
                found = _inside(path, _folder(entry.path) if _is_folder(entry) else _file(entry.path))
                found = replace(found, within=os.path.relpath(found.path, path))
                yield _owned(found, known[entry.name]) if entry.name in known else found


def _inside(folder: str, found: Candidate | Unusable) -> Candidate | Unusable:
    """Links may lead to the teacher's own files, and what Python says about those would be in the student's report."""
    if isinstance(found, Unusable) or Path(os.path.realpath(found.path)).is_relative_to(os.path.realpath(folder)):
        return found
    return _unusable(found, T("is a link out of this folder; to have it graded, name it on the command line itself"))


def _archive(path: str) -> Iterator[Candidate | Unusable]:
    """What a .zip holds."""
    from grader.archives import Archive  # noqa: PLC0415
    from grader.exports import submissions  # noqa: PLC0415

    try:
        with Archive(path) as archive:
            found = submissions(archive)
    except UserError as error:
        yield Unusable(name=_stem(path), path=path, reason=error.text)
        return
    except OSError as error:
        yield Unusable(name=_stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))
        return
    if not found:
        yield Unusable(name=_stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
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


def _metadata(folder: str) -> Mapping[str, Owner]:
    """Gradescope's list of who handed in what, where the folder is an unpacked export of it."""
    try:
        found = _bytes(os.path.join(folder, METADATA), LARGEST_METADATA)  # noqa: PTH118
    except OSError:
        return {}
    return gradescope(found) if found else {}


def _owned(found: Candidate | Unusable, owner: Owner) -> Candidate | Unusable:
    """The same, named as a learning platform's export names it."""
    if isinstance(found, Candidate):
        return replace(found, name=owner.name, student=owner.student, filename=owner.file)
    return replace(found, name=owner.name, student=owner.student)


def _entries(path: str) -> list[os.DirEntry[str]] | Unusable:
    """A folder's entries that are not hidden, by name."""
    try:
        with os.scandir(path) as entries:
            return sorted((each for each in entries if not hidden(each.name)), key=lambda each: each.name)
    except OSError as error:
        return Unusable(name=_stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))


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
        folders[:] = sorted(each for each in folders if not hidden(each))
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
    return name.lower().endswith(".py") and not hidden(name)


def _stem(path: str) -> str:
    """The name of a submission: the file's, without its ending."""
    return Path(os.path.abspath(path)).stem if path else path  # noqa: PTH100


def _told_apart(found: list[Candidate | Unusable]) -> list[Candidate | Unusable]:
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
