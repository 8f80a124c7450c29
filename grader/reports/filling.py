"""What filling in a downloaded table is about, whichever platform it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from grader.model import Grading, Report, Student, Text
from grader.remarks import remarked
from grader.reports.people import Matching, Person, apart, match
from grader.reports.table import Table
from grader.reports.words import decided
from grader.text import T

_EMPTY = ("", "-")  # no grade yet
_EXCUSED = "EX"  # in Canvas' export


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a row for each student: who they are, and how the cells of a row are made from a report.

    `cells(row, report)` gives the columns to replace and what with; None where this row takes no grade (the remark
    `locked` then names it). `present(row)` is the grade that stands there.
    """

    table: Table
    people: Sequence[Person]
    cells: Callable[[int, Report], dict[int, str] | None]
    present: Callable[[int], str]


def fill(sheet: Sheet, grading: Grading, out: BinaryIO) -> list[Text]:
    """Write the table with the grades in it; remarks on everything that found no counterpart, or is no grade yet."""
    matching = match(grading.reports, sheet.people)
    cells: dict[tuple[int, int], str] = {}
    locked: list[str] = []
    kept: list[str] = []
    filled: set[int] = set()
    for report in grading.reports:
        for row in matching.rows.get(report.submission, ()) if decided(report) else ():
            made = sheet.cells(row, report)
            present = sheet.present(row).strip()
            if made is None:
                locked.append(report.submission)
                continue
            if present == _EXCUSED or (report.absent and present not in _EMPTY):
                kept.append(report.submission)
                continue
            filled.add(row)
            cells |= {(row, column): words for column, words in made.items()}
    out.write(sheet.table.filled(cells))
    left = sum(person.row not in filled for person in sheet.people)
    return [*_remarks(matching, locked, left, len(sheet.people)), *_kept(kept), *left_out(grading)]


def _remarks(matching: Matching, locked: Sequence[str], left: int, total: int) -> Iterator[Text]:
    yield T("rows filled in: {done} of {total}", done=total - left, total=total)
    yield from remarked(matching.unknown, lambda names: T("no row was found for: {names}", names=names))
    yield from remarked(
        matching.ambiguous, lambda names: T("more than one row fits, so none was filled in, for: {names}", names=names)
    )
    yield from remarked(
        matching.rivals,
        lambda names: T("several submissions fit the same row, so none was filled in: {names}", names=names),
    )
    yield from remarked(
        locked, lambda names: T("the row takes no grade (locked, or graded by a scale): {names}", names=names)
    )


def _kept(names: Sequence[str]) -> Iterator[Text]:
    """What a teacher has decided by hand: an oral exam, an excuse."""
    yield from remarked(
        names,
        lambda names: T(
            "left as it was, because the row says excused (EX), or has a grade and nothing was handed in: {names}",
            names=names,
        ),
    )


def left_out(grading: Grading) -> list[Text]:
    """The remark on results that are no grades: what could not be decided costs nobody points."""
    names = [report.submission for report in grading.reports if not decided(report)]
    return list(
        remarked(names, lambda names: T("left out, because a teacher has to look at them first: {names}", names=names))
    )


def rivals(grading: Grading) -> Mapping[Student, Sequence[str]]:
    """The students who have several submissions that could be graded: which one counts is the teacher's to say."""
    claims: defaultdict[Student, list[str]] = defaultdict(list)
    for report in grading.reports:
        for student in report.student.members if report.student and report.status != "error" else ():
            claims[student].append(report.submission)
    return {student: names for student, names in claims.items() if len(names) > 1}


def alone(grading: Grading) -> Iterator[Report]:
    """What has a row in a file that is made without a template: each decided result once for each of its students who
    has no other.
    """
    several = rivals(grading)
    for report in grading.reports:
        if decided(report):
            yield from (one for one in apart(report) if one.student not in several)


def unfilled(grading: Grading) -> list[Text]:
    """The remarks on what has no row in a file that is made without a template."""
    names = list(dict.fromkeys(name for names in rivals(grading).values() for name in names))
    several = remarked(
        names, lambda names: T("left out, because one student has several submissions: {names}", names=names)
    )
    return [*several, *left_out(grading)]


def scaled(report: Report, most: float | None) -> float:
    """The score out of `most`, where that is not what the homework counts to; with two decimals at most. Out of nothing
    are extra points: the score as it is.
    """
    if not most or most == report.max_score or not report.max_score:
        return report.score
    return round(report.score * most / report.max_score, 2)


def number(value: float, *, comma: bool = False) -> str:
    """`85`, `8.5`; with a decimal comma where the table has them."""
    words = f"{value:.2f}".rstrip("0").rstrip(".")
    return words.replace(".", ",") if comma else words


def parsed(words: str) -> float | None:
    """A number as a platform writes it, `100.00` or `100,00`; None where it is none."""
    try:
        return float(words.strip().replace(",", "."))
    except ValueError:
        return None
