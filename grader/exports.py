"""The submissions in an archive: which member is whose program.

By the rules for folders (see `grader.submissions`), and by what learning platforms write into names: a member belongs
to the folder at the top of the archive, or to the student a platform's name speaks of. A single folder around
everything is looked through.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.archives import Archive, ArchiveError, Member
from grader.model import Student, Text
from grader.platforms import LARGEST_METADATA, METADATA, Owner, gradescope, hidden, owners
from grader.text import T, listed

_LONGEST_NAME = 255  # bytes of a file's name on every usual file system; an archive may have longer ones


@dataclass(frozen=True, slots=True)
class Found:
    """A submission in an archive: `member` is its program, None where there is none to grade; then `reason` says why.

    `path` is within the archive, `within` the part of it below a folder around everything; `filename` is what the
    program was called when it was handed in.
    """

    name: str
    path: str
    within: str
    member: Member | None
    student: Student | None
    filename: str
    reason: Text | None = None


def submissions(archive: Archive) -> list[Found]:
    """All of an archive, in the order of their names. ArchiveError where it cannot be read at all."""
    members = [each for each in archive.members if not any(map(hidden, each.path.split("/")))]
    outside = [each for each in members if _leads_out(each.path)]
    members = [each for each in members if not _leads_out(each.path)]
    prefix = _around(members)
    known: dict[str, Owner] = {}
    for each in members:
        if each.path == prefix + METADATA:
            known |= _metadata(archive, each)
    rest = [each for each in members if each.path != prefix + METADATA]
    tops = sorted({each.path[len(prefix) :].partition("/")[0] for each in rest})
    known |= owners(tops)
    groups: dict[tuple[object, ...], list[Member]] = {}
    for each in sorted(rest, key=lambda member: member.path):
        top = each.path[len(prefix) :].partition("/")[0]
        owner = known.get(top)
        groups.setdefault((owner.name, owner.student) if owner else (top,), []).append(each)
    return [*map(_outside, outside), *(_submission(group, prefix, known) for group in groups.values())]


def _leads_out(path: str) -> bool:
    return ".." in path.split("/")


def _outside(member: Member) -> Found:
    """A member whose name leads elsewhere belongs to nobody's folder."""
    file = posixpath.basename(member.path)
    return Found(posixpath.splitext(file)[0], member.path, file, None, None, "", member.problem)


def _around(members: Sequence[Member]) -> str:
    """The folder, with its /, that everything is in; "" where there is none, or where it is one student's: with a
    single program, and nothing that speaks of several students.
    """
    prefix = ""
    while True:
        rest = [each.path[len(prefix) :] for each in members]
        tops = {path.partition("/")[0] for path in rest}
        if len(tops) != 1 or not all("/" in path for path in rest) or owners(list(tops)):
            return prefix
        if not _is_class([path.partition("/")[2] for path in rest]):
            return prefix
        prefix += f"{tops.pop()}/"


def _is_class(paths: Sequence[str]) -> bool:
    """Whether what lies in a folder is handed in by several, or is a platform's export."""
    tops = {path.partition("/")[0] for path in paths}
    folders = {path.partition("/")[0] for path in paths if "/" in path}
    programs = sum(map(_is_program, paths))
    return programs > 1 or len(folders) > 1 or METADATA in tops or bool(owners(sorted(tops)))


def _metadata(archive: Archive, member: Member) -> Mapping[str, Owner]:
    try:
        return gradescope(archive.read(member.index, LARGEST_METADATA))
    except ArchiveError:
        return {}


def _submission(group: Sequence[Member], prefix: str, known: Mapping[str, Owner]) -> Found:
    """One student's members: the program is the only `*.py` among them."""
    top, _slash, below = group[0].path[len(prefix) :].partition("/")
    owner = known.get(top)
    name = owner.name if owner else top if below else posixpath.splitext(top)[0]
    student = owner.student if owner else None
    programs = [each for each in group if _is_program(each.path)]
    if len(programs) == 1:
        program = programs[0]
        filename = posixpath.basename(program.path)
        if named := known.get(program.path[len(prefix) :]):
            filename = named.file
        problem = T("the name is too long") if len(filename.encode()) > _LONGEST_NAME else program.problem
        return Found(name, program.path, program.path[len(prefix) :], program, student, filename, problem)
    return Found(name, prefix + top, top, None, student, "", _why(group, programs, alone=not below and owner is None))


def _why(group: Sequence[Member], programs: Sequence[Member], *, alone: bool) -> Text:
    if programs:
        some = listed(each.path for each in programs[:5])
        return T(
            "has {count} programs in it, and only one can be the homework: {names}", count=len(programs), names=some
        )
    if alone:
        return T("is no Python program: its name does not end in .py")
    if problem := next((each.problem for each in group if each.problem), None):
        return problem
    return T("has no Python program (*.py) in it")


def _is_program(path: str) -> bool:
    return path.lower().endswith(".py")
