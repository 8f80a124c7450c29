"""Whose a submission is: what a class list makes of what platforms and students write into names.

A wrong guess would cost two students their marks. So what a platform says comes before what the student wrote, clues
that contradict each other decide nothing, and what is not certain is left to the teacher, with who it may be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.candidates import Candidate, Unusable
from grader.ids import Ids
from grader.model import Student
from grader.names import Names
from grader.platforms import Owner, canvas, moodle


@dataclass(frozen=True, slots=True)
class Fit:
    """The only student it can be, or those it may be."""

    student: Student | None = None
    perhaps: frozenset[Student] = frozenset()


class Classlist:
    """The students of a class, for finding whose a submission is."""

    def __init__(self, students: Sequence[Student]) -> None:
        self._ids = Ids(students)
        self._names = Names(students)

    def whose(self, each: Candidate | Unusable) -> Fit:
        """Whose that submission is."""
        known = each.student or Student()
        pieces = list(_pieces(each))
        owner = next((piece for piece in pieces if isinstance(piece, Owner)), None)
        name = known.name or (owner.name if owner else "")
        texts = [text for piece in pieces for text in ([piece.file] if isinstance(piece, Owner) else [piece]) if text]
        ids = {student for text in texts for student in self._ids.within(text)}
        if not name:
            return self._by_words(texts, ids)
        cut_out, perhaps = self._names.cut_out(name)
        named = self._names.exactly(name) or cut_out
        beside = self._ids.within(name)
        numbered = self._ids.exactly(known.id)
        if named and beside and not named & beside:
            return Fit(perhaps=frozenset(named | beside))
        ids |= beside
        for clue in (named, named & numbered, named & ids):
            if only := _only(clue):
                return Fit(only)
        if named:
            return Fit(perhaps=frozenset(named))
        # The name is not in the list. An id may still tell who it is, unless the list has another name for it.
        found = numbered | ids or self._ids.exactly(name)
        if (only := _only(found)) and not self._names.contradicts(name, only):
            return Fit(only)
        return Fit(perhaps=frozenset(found | perhaps | self._names.share(name)))

    def _by_words(self, texts: Sequence[str], ids: set[Student]) -> Fit:
        """By what the student called the file and the folders around it."""
        named = {student for text in texts for student in self._names.within(text)}
        if named or ids:
            agreed = named & ids if named and ids else named | ids
            return Fit(only) if (only := _only(agreed)) else Fit(perhaps=frozenset(named | ids))
        cut_out = [self._names.cut_out(text) for text in texts]
        sure = {student for found, _perhaps in cut_out for student in found}
        perhaps = {student for _found, found in cut_out for student in found}
        if not sure and texts:
            sure = self._ids.exactly(texts[0])  # of the submission itself: what is in its folder has any number
        if only := _only(sure):
            return Fit(only)
        hinted = {student for text in texts for student in self._names.hinted(text) | self._ids.hinted(text)}
        return Fit(perhaps=frozenset(sure | perhaps or hinted))


def _only(found: Collection[Student]) -> Student | None:
    return next(iter(found)) if len(found) == 1 else None


def _pieces(each: Candidate | Unusable) -> Iterator[str | Owner]:
    """The names of the folders and the file, without endings; what a platform has put into one is taken apart."""
    known = each.student or Student()
    for part in (each.within or each.path.rpartition("/")[2]).split("/"):
        owner = moodle(part)
        if owner is None and (owner := canvas(part)) and owner.student.id != known.id:
            owner = None
        yield replace(owner, file=stem(owner.file)) if owner else stem(part)


def stem(part: str) -> str:
    """The name of a file without its ending."""
    return re.sub(r"\.[a-z]\w{0,4}$", "", part, flags=re.IGNORECASE)
