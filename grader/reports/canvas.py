"""Grades for Canvas: an exported gradebook filled in, or the smallest file that its import takes.

As lib/gradebook_importer.rb of Canvas reads it: the header's first cells and `Section` are constants in every language;
after them come custom columns and assignments, `Title (id)`; one or two rows below the header are about assignments.
An empty cell changes nothing. Without a template the assignment is found by its title alone, and made if need be.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from grader.locale.translate import Language, title
from grader.model import Grading, Homework, Report, Text
from grader.platforms import POINTS_POSSIBLE, TEST_STUDENT
from grader.reports import filling
from grader.reports.guard import guarded
from grader.reports.people import Person, canvas_owner
from grader.reports.table import Cell
from grader.reports.target import TargetError
from grader.reports.visible import visible
from grader.text import T

if TYPE_CHECKING:
    from grader.reports.template import Template

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

_ASSIGNMENT = re.compile(r"(.*)\s\((\d+)\)", re.DOTALL)
_READ_ONLY = "(read only)"


def is_export(header: Sequence[str]) -> bool:
    """Whether a table with this header is an exported gradebook."""
    return (
        len(header) > 3 and "Student" in header[0] and "ID" in header[1] and any("Section" in each for each in header)
    )


def fill(template: Template, grading: Grading, language: Language, out: BinaryIO) -> Sequence[Text]:  # noqa: ARG001
    """Write the export with the scores in it; remarks for the teacher. TargetError where no one assignment is meant."""
    rows = template.table.rows
    header = [cell.text for cell in rows[0]]
    above = [row for row in rows[1:] if _about_assignments(row)]
    place = _assignment(header, above, grading.homework, template.name)
    most = next(
        (filling.parsed(row[place].text) for row in above if POINTS_POSSIBLE in row[0].text and place < len(row)), None
    )

    def cells(row: int, report: Report) -> dict[int, str] | None:
        if place >= len(rows[row]):
            return None
        return {place: filling.number(filling.scaled(report, most))}

    section = next(at for at, name in enumerate(header) if "Section" in name)
    people = [
        Person(
            row=at,
            ids=tuple(row[each].text for each in range(2, section) if header[each] in _IDS and each < len(row)),
            numbers=(row[1].text,) if len(row) > 1 else (),
            # As the names of handed-in files have it: the sortable name without anything but letters.
            names=(row[0].text, re.sub(r"\W", "", row[0].text)),
        )
        for at, row in enumerate(rows)
        if at and not _about_assignments(row) and row[0].text.strip() != TEST_STUDENT
    ]
    present = functools.partial(template.table.at, column=place)
    sheet = filling.Sheet(table=template.table, people=people, cells=cells, present=present)
    return filling.fill(sheet, grading, out)


_IDS = {"SIS User ID", "SIS Login ID", "Integration ID"}


def _about_assignments(row: Sequence[Cell]) -> bool:
    """`Points Possible`, and the row of `Muted` or `Manual Posting` above it, which names no student."""
    who = row[0].text.strip()
    return POINTS_POSSIBLE in who or (not who and not (len(row) > 1 and row[1].text.strip()))


def _assignment(header: Sequence[str], above: Sequence[Sequence[Cell]], homework: Homework, file: str) -> int:
    """The column of this homework: the only assignment there is, or the only one with the homework's title."""
    writable = {
        place: found[1]
        for place, name in enumerate(header)
        if (found := _ASSIGNMENT.fullmatch(name.strip()))
        and not any(_READ_ONLY in row[place].text for row in above if place < len(row))
    }
    if len(writable) == 1:
        return next(iter(writable))
    titles = {_plain(each) for each in (homework.name, *homework.title.values())}
    fitting = [place for place, name in writable.items() if _plain(name) in titles]
    if len(fitting) == 1:
        return fitting[0]
    raise TargetError(
        T(
            "{file}: expected one assignment, or one called {title}; found: {names}. "
            "Delete the columns of the others: Canvas leaves alone what a file does not have.",
            file=file,
            title=" / ".join(homework.title.values()),
            names=", ".join(writable.values()) or "-",
        )
    )


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """The smallest file: who it is, as far as known, and the score under the homework's title."""
    most = filling.number(sum(grading.homework.points.values()))
    out.write(_row([*HEADER, title(grading.homework, language)]))
    out.write(_row([f"    {POINTS_POSSIBLE}", "", "", "", "", most]))
    for report in filling.alone(grading):
        out.write(_row([*_who(report, language), filling.number(report.score)]))


def _who(report: Report, language: Language) -> list[str]:
    """Student, ID, SIS User ID, SIS Login ID, Section. Canvas looks for the ids first, then for the name."""
    name, owner, student = visible(report.submission, language), canvas_owner(report), report.student
    inner = owner.student.id if owner else ""
    number = student.id if student and student.id != inner else ""
    full = student.name if student and student.name else owner.name if owner else name
    login = "" if owner else name
    return [*(guarded(visible(each, language)) for each in (full, inner, number)), guarded(login), ""]


def _row(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
