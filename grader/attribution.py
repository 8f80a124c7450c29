"""Whose submission is whose, by the class list.

A submission is a student's when the id or the full name stands in its name, its folder's, or in what a learning
platform's export says of it: `2023001.py`, `2023001_张三/bus.py`, `Li Lei_1234_assignsubmission_file_/bus.py`.
How it is told, and when it cannot be, stands in `grader.classlist`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.candidates import Candidate, Unusable
from grader.model import Student, Text
from grader.platforms import canvas, moodle
from grader.remarks import remarked
from grader.text import T, listed

NOT_HANDED_IN = T("not handed in")


@dataclass(frozen=True, slots=True)
class Assigned:
    """The submissions with their students, as far as they can be told; rows for the students without one; and what the
    teacher should know.
    """

    found: Sequence[Candidate | Unusable]
    others: Sequence[Unusable] = ()
    remarks: Sequence[Text] = ()


def assign(found: Iterable[Candidate | Unusable], students: Sequence[Student]) -> Assigned:
    """Find whose the submissions are. A student whose submission one of them may be is not said to have none."""
    from grader.classlist import Classlist  # noqa: PLC0415 - a single program needs none

    classlist = Classlist(students)
    assigned: list[Candidate | Unusable] = []
    claims: defaultdict[Student, list[str]] = defaultdict(list)
    perhaps: defaultdict[Student, list[str]] = defaultdict(list)
    doubtful: list[str] = []
    strangers: list[str] = []
    for each in found:
        owners: list[Student] = []
        for one in _apart(each):
            fit = classlist.whose(one)
            if student := fit.student or one.student:
                owners.append(student)
            if fit.student:
                claims[fit.student].append(each.name)
            for student in fit.perhaps:
                perhaps[student].append(each.name)
            if fit.perhaps:
                doubtful.append(f"{one.name} ({' / '.join(sorted(map(_called, fit.perhaps))[:5])}?)")
            elif not fit.student and not (isinstance(each, Unusable) and each.mistyped):
                strangers.append(one.name)
        assigned.append(replace(each, student=Student.together(owners)) if owners else each)
    taken = {each.name for each in assigned}
    others = [_without(student, perhaps.get(student, ()), taken) for student in students if student not in claims]
    several = [f"{_called(student)} ({listed(names)})" for student, names in claims.items() if len(names) > 1]
    remarks = [
        *remarked(strangers, lambda names: T("on no class list: {names}", names=names)),
        *remarked(doubtful, lambda names: T("it is not certain whose these are: {names}", names=names)),
        *remarked(several, lambda names: T("several submissions of one student: {names}", names=names)),
    ]
    return Assigned(assigned, others, remarks)


def _apart(each: Candidate | Unusable) -> Iterator[Candidate | Unusable]:
    """A group's submission as each of its students': who they are, the platform alone says."""
    group = each.student.group if each.student else ()
    for student in group:
        yield replace(each, name=f"{each.name} ({student.name})", path="", within="", student=student)
    if not group:
        yield each


def _called(student: Student) -> str:
    return " ".join(filter(None, (student.id, student.name)))


def _without(student: Student, perhaps: Sequence[str], taken: set[str]) -> Unusable:
    """The row of a student who has no submission, or none that is certainly theirs."""
    name = student.id or student.name
    while name in taken:
        name = f"{name} ({student.name})" if student.name not in name else f"{name}*"
    taken.add(name)
    if perhaps:
        why = T("has no submission for certain, but may have handed in: {names}", names=listed(perhaps[:5]))
        return Unusable(name=name, path="", reason=why, student=student)
    return Unusable(name=name, path="", reason=NOT_HANDED_IN, student=student, absent=True)


def below(name: str, path: str) -> str:
    """`within` of a submission in a gradebook, which does not say what was named on the command line: its path from
    the part that it has its name from; "" where no part is like that.
    """
    parts = path.split("/")
    for place in reversed(range(len(parts))):
        part = parts[place]
        if name in (part, part.rpartition(".")[0]) or moodle(part) or canvas(part):
            return "/".join(parts[place:])
    return ""
