"""Whose submission is whose, by the class list.

A submission is a student's when the id or the full name stands in its name, its folder's, or in what a learning
platform's export says of it: `2023001.py`, `2023001_张三/bus.py`, `Li Lei_1234_assignsubmission_file_/bus.py`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from grader.model import Student
from grader.roster import folded
from grader.submissions import Candidate, Unusable
from grader.text import T

NOT_HANDED_IN = T("not handed in")


def assign(
    found: Iterable[Candidate | Unusable], students: Sequence[Student]
) -> tuple[list[Candidate | Unusable], list[Unusable]]:
    """The submissions with their students, as far as they can be told; and the students without one."""
    by_id = {folded(student.id): student for student in students if student.id}
    names = Counter(folded(student.name) for student in students)
    by_name = {name: s for s in students if (name := folded(s.name)) and names[name] == 1}
    assigned = [replace(each, student=_whose(each, by_id, by_name) or each.student) for each in found]
    present = {each.student for each in assigned}
    taken = {each.name for each in assigned}
    return assigned, [_absent(student, taken) for student in students if student not in present]


def _absent(student: Student, taken: set[str]) -> Unusable:
    name = student.id or student.name
    while name in taken:
        name = f"{name} ({student.name})" if student.name not in name else f"{name}*"
    taken.add(name)
    return Unusable(name=name, path="", reason=NOT_HANDED_IN, student=student, absent=True)


def _whose(each: Candidate | Unusable, by_id: Mapping[str, Student], by_name: Mapping[str, Student]) -> Student | None:
    known = each.student or Student()
    nearest = reversed(each.path.split("/")[-3:])
    # The platform's own number of a student comes last: it may be someone else's id.
    for said in (known.name, each.name.rpartition("/")[2], *nearest, known.id):
        words = _words(said)
        for table in (by_id, by_name):
            whose = {table[word] for word in words if word in table}
            if len(whose) == 1:
                return whose.pop()
    return None


def _words(said: str) -> set[str]:
    """The whole, its parts between blanks and signs, and within these the digits and the letters."""
    said = unicodedata.normalize("NFKC", said)
    stem = re.sub(r"\.(py|zip)$", "", said, flags=re.IGNORECASE)
    parts = re.findall(r"[^\W_]+", stem)
    pieces = [piece for part in parts for piece in re.findall(r"\d+|[^\W\d_]+", part)]
    pairs = [first + second for first, second in itertools.pairwise(parts)]
    return {folded(each) for each in (said, stem, *parts, *pieces, *pairs)} - {""}
