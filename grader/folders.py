"""The submissions in a folder: each program, and each sub-folder with exactly one program anywhere in it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from grader.candidates import Candidate, Unusable
from grader.errors import reason
from grader.files import beginning
from grader.platforms import LARGEST_METADATA, METADATA, Owner, gradescope, hidden, owners
from grader.text import T, listed

_ENTRIES = 2_000  # of one student's folder that are looked at: a whole file system linked in must not hold things up


def submissions(path: str) -> Iterator[Candidate | Unusable]:
    """What the folder at that path holds, by name."""
    entries = _entries(path)
    if isinstance(entries, Unusable):
        yield entries
    elif not entries:
        yield Unusable(name=stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
    else:
        known = {**owners([entry.name for entry in entries]), **_metadata(path)}
        for entry in entries:
            if entry.name != METADATA:
                found = _inside(path, _folder(entry.path) if _is_folder(entry) else program(entry.path))
                found = replace(found, within=os.path.relpath(found.path, path))
                yield _owned(found, known[entry.name]) if entry.name in known else found


def _inside(folder: str, found: Candidate | Unusable) -> Candidate | Unusable:
    """Links may lead to the teacher's own files, and what Python says about those would be in the student's report."""
    if isinstance(found, Unusable) or Path(os.path.realpath(found.path)).is_relative_to(os.path.realpath(folder)):
        return found
    why = T("is a link out of this folder; to have it graded, name it on the command line itself")
    return Unusable(name=found.name, path=found.path, reason=why)


def _metadata(folder: str) -> Mapping[str, Owner]:
    """Gradescope's list of who handed in what, where the folder is an unpacked export of it."""
    try:
        found = beginning(os.path.join(folder, METADATA), LARGEST_METADATA)  # noqa: PTH118
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
        return Unusable(name=stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return entry.is_dir()
    return False


def program(path: str) -> Candidate | Unusable:
    """A file as a submission of its own."""
    if not path.lower().endswith(".py"):
        return Unusable(name=stem(path), path=path, reason=T("is no Python program: its name does not end in .py"))
    return Candidate(name=stem(path), path=path)


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


def stem(path: str) -> str:
    """The name of a submission: the file's, without its ending."""
    return Path(os.path.abspath(path)).stem if path else path  # noqa: PTH100
