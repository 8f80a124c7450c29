"""The submissions in a folder: each program, and each sub-folder with exactly one program anywhere in it.

What a learning platform has put beside each other for one student is one submission, as in its archive: Moodle makes a
folder of its own of a text that was typed in, Canvas a file of each that was handed in.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.candidates import Candidate, Unusable
from grader.errors import reason
from grader.files import beginning
from grader.model import Text
from grader.platforms import LARGEST_METADATA, METADATA, Owner, gradescope, hidden, hides_program, owners
from grader.text import T, listed

_ENTRIES = 2_000  # of one student's folder that are looked at: a whole file system linked in must not hold things up
_TOO_MANY = T("has too many files in it to be one submission")


def submissions(path: str) -> Iterator[Candidate | Unusable]:
    """What the folder at that path holds, by name."""
    entries = _entries(path)
    if isinstance(entries, Unusable):
        yield entries
    elif not entries:
        yield Unusable(name=stem(path), path=path, reason=T("has nothing in it to be graded"), mistyped=True)
    else:
        known = {**owners([entry.name for entry in entries if not hidden(entry.name)]), **_metadata(path)}
        groups: dict[object, list[os.DirEntry[str]]] = {}
        for entry in entries:
            if entry.name != METADATA:
                owner = known.get(entry.name)
                groups.setdefault((owner.name, owner.student) if owner else entry.name, []).append(entry)
        for group in groups.values():
            found = _inside(path, _submission(group, known))
            yield replace(found, within=os.path.relpath(found.path, path))


def _submission(group: Sequence[os.DirEntry[str]], known: Mapping[str, Owner]) -> Candidate | Unusable:
    """What is one student's: a file, a folder, or whatever a platform has put beside each other for them."""
    first = group[0]
    owner = known.get(first.name)
    if hidden(first.name):
        return Unusable(name=first.name, path=first.path, reason=T("is hidden: its name begins with a dot"))
    if owner is None:
        return _folder(first.path) if _is_folder(first) else program(first.path)
    programs: list[tuple[str, str]] = []
    for entry in group:
        found = _programs(entry.path) if _is_folder(entry) else [entry.path] if _is_program(entry.name) else []
        if found is None:
            return Unusable(name=owner.name, path=entry.path, reason=_TOO_MANY, student=owner.student)
        programs += ((each, known[entry.name].file) for each in found)
    if len(programs) == 1:
        path, filename = programs[0]
        return Candidate(name=owner.name, path=path, filename=filename, student=owner.student)
    around = first.path if len(group) == 1 and _is_folder(first) else os.path.dirname(first.path)  # noqa: PTH120
    why = _why([path for path, _filename in programs], around)
    return Unusable(name=owner.name, path=first.path, reason=why, student=owner.student)


def _inside(folder: str, found: Candidate | Unusable) -> Candidate | Unusable:
    """Links may lead to the teacher's own files, and what Python says about those would be in the student's report."""
    if isinstance(found, Unusable) or Path(os.path.realpath(found.path)).is_relative_to(os.path.realpath(folder)):
        return found
    why = T("is a link out of this folder; to have it graded, name it on the command line itself")
    return Unusable(name=found.name, path=found.path, reason=why, student=found.student)


def _metadata(folder: str) -> Mapping[str, Owner]:
    """Gradescope's list of who handed in what, where the folder is an unpacked export of it."""
    try:
        found = beginning(os.path.join(folder, METADATA), LARGEST_METADATA)  # noqa: PTH118
    except OSError:
        return {}
    return gradescope(found) if found else {}


def _entries(path: str) -> list[os.DirEntry[str]] | Unusable:
    """A folder's entries that are not hidden, and the programs that are, by name."""
    try:
        with os.scandir(path) as entries:
            return sorted((each for each in entries if not _passed_over(each)), key=lambda each: each.name)
    except OSError as error:
        return Unusable(name=stem(path), path=path, reason=T("cannot be read: {reason}", reason=reason(error)))


def _passed_over(entry: os.DirEntry[str]) -> bool:
    return hidden(entry.name) and not (hides_program(entry.name) and entry.is_file(follow_symlinks=False))


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
    """One student's folder: the program is the only `*.py` in it."""
    name = os.path.basename(path)  # noqa: PTH119 - names that are no UTF-8 or end in a dot stay as they are
    programs = _programs(path)
    if programs is None:
        return Unusable(name=name, path=path, reason=_TOO_MANY)
    if len(programs) == 1:
        return Candidate(name=name, path=programs[0])
    return Unusable(name=name, path=path, reason=_why(programs, path))


def _programs(path: str) -> list[str] | None:
    """The programs in a folder, however deep; None where there is too much in it to look at."""
    programs: list[str] = []
    seen = 0
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(each for each in folders if not hidden(each))
        programs += [os.path.join(folder, each) for each in sorted(files) if _is_program(each)]  # noqa: PTH118
        seen += len(files) + len(folders)
        if seen > _ENTRIES:
            return None
    return programs


def _why(programs: Sequence[str], around: str) -> Text:
    """Why these, in that folder, are no submission: there is none, or more than one."""
    if not programs:
        return T("has no Python program (*.py) in it")
    some = listed(os.path.relpath(each, around) for each in programs[:5])
    return T("has {count} programs in it, and only one can be the homework: {names}", count=len(programs), names=some)


def _is_program(name: str) -> bool:
    return name.lower().endswith(".py") and not hidden(name)


def stem(path: str) -> str:
    """The name of a submission: the file's, without its ending."""
    return Path(os.path.abspath(path)).stem if path else path  # noqa: PTH100
