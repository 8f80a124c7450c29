"""Whose row is whose submission: matching results to the rows of a table downloaded from a learning platform.

Nothing is guessed. A clue counts only where it names exactly one row, the strongest clue that names any decides, and
where two submissions claim one row neither gets it, unless only one of them could be graded at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from grader.model import Report
from grader.platforms import Owner, canvas, moodle

Kind: TypeAlias = Literal["id", "number", "name"]
Clue: TypeAlias = tuple[Kind, str]
"""`id`: an institution's number, a login, an e-mail address. `number`: one that the platform itself counts by, and
that may be anything elsewhere. `name`: a full name, whichever part comes first."""

_ORDER: Sequence[Kind] = ("id", "number", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A row of the table: its place, and what is known of whose it is."""

    row: int
    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def clues(self) -> Iterator[Clue]:
        """Everything by which the row can be found."""
        for each in self.ids:
            yield "id", _plain(each)
            if "@" in each:  # students are often known by what stands before the @
                yield "id", _plain(each.partition("@")[0])
        yield from (("number", _plain(each)) for each in self.numbers)
        yield from (("name", _name(each)) for each in self.names)


@dataclass(frozen=True, slots=True)
class Matching:
    """`rows`: the rows of each submission that has one; a group's has several. The others by name: no row is theirs;
    several might be; another submission claims the same row."""

    rows: Mapping[str, Sequence[int]]
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]
    rivals: tuple[str, ...]


def match(reports: Iterable[Report], people: Sequence[Person]) -> Matching:
    """Find the row of each report."""
    index: defaultdict[Clue, set[int]] = defaultdict(set)
    names = {person.row: {_name(each) for each in person.names} for person in people}
    for person in people:
        for clue in person.clues():
            if clue[1]:
                index[clue].add(person.row)
    claims: defaultdict[int, list[str]] = defaultdict(list)
    minor: set[str] = set()  # what could not be graded is no rival of what could
    unknown: list[str] = []
    ambiguous: list[str] = []
    for report in reports:
        for one in apart(report):
            rows = _rows(one, index, names)
            if len(rows) == 1:
                claims[rows.pop()].append(report.submission)
            else:
                (ambiguous if rows else unknown).append(_called(one, report))
        if report.status == "error" and not report.absent:
            minor.add(report.submission)
    rivals = {row: [each for each in claimed if each not in minor] or claimed for row, claimed in claims.items()}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row, claimed in rivals.items():
        if len(claimed) == 1:
            found[claimed[0]].append(row)
    return Matching(
        rows=found,
        unknown=tuple(unknown),
        ambiguous=tuple(ambiguous),
        rivals=tuple(name for claimed in rivals.values() if len(claimed) > 1 for name in claimed),
    )


def apart(report: Report) -> Iterator[Report]:
    """The report once for each student of a group; else once."""
    for student in report.student.group if report.student else ():
        yield replace(report, student=student)
    if not (report.student and report.student.group):
        yield report


def _called(one: Report, whole: Report) -> str:
    return whole.submission if one is whole or one.student is None else f"{whole.submission} ({one.student.name})"


def _rows(report: Report, index: Mapping[Clue, set[int]], names: Mapping[int, set[str]]) -> set[int]:
    """The rows that the strongest clue names. A platform's number alone never outweighs a name that says otherwise."""
    found = list(_clues(report))
    known = {value for kind, value in found if kind == "name"} if report.student and report.student.name else set()
    for kind in _ORDER:
        rows: set[int] = set()
        for each, value in found:
            if each == kind and value:
                rows |= index.get((kind, value), set())
        if kind == "number" and known:
            rows = {row for row in rows if not names[row] or names[row] & known}
        if rows:
            return rows
    return set()


def moodle_owner(report: Report) -> Owner | None:
    """Whose it is by the name that Moodle gave the folder or the file: as a name, or somewhere in its path."""
    names = (report.submission, f"{report.submission}_", *report.path.split("/"))
    return next((owner for name in names if (owner := moodle(name))), None)


def canvas_owner(report: Report) -> Owner | None:
    """Whose it is by the name that Canvas gave the file."""
    names = (f"{report.submission}.py", *report.path.split("/"))
    return next((owner for name in names if (owner := canvas(name))), None)


def _clues(report: Report) -> Iterator[Clue]:
    """What a report says about whose it is: its student, and the submission's name in all its readings."""
    owners = [owner for owner in (moodle_owner(report), canvas_owner(report)) if owner]
    if report.student:
        # Without a class list the student's id is the number in the exported name, which elsewhere is another's.
        inner = report.student.id in {owner.student.id for owner in owners}
        yield "number", _plain(report.student.id)
        if not inner:
            yield "id", _plain(report.student.id)
        yield "name", _name(report.student.name)
    for owner in owners:
        yield "number", _plain(owner.student.id)
        yield "name", _name(owner.name)
    name = report.submission
    yield from _numbered(name)
    yield "name", _name(name)


def _numbered(value: str) -> Iterator[Clue]:
    yield "id", _plain(value)
    yield "number", _plain(value)


def _plain(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def _name(value: str) -> str:
    """The letters of a name, its parts in order: `Liu, Alice`, `Alice Liu`, `alice_liu` are one."""
    return " ".join(sorted(re.findall(r"\w+", _plain(value).replace("_", " "))))
