"""The ids of a class list, for finding them in what files are called.

A long id can be told anywhere: `2023002李四`, `cs2023002_bus`. A short one is a number like any other: `hw1`, `bus_v1`
and `week 2` are nobody's, so it counts only where it is all there is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from grader.model import Student
from grader.names import plain, words

_LONG = 5  # characters of an id that nothing else is likely to be
_MIXED = 3  # characters of one that is no plain number, `A-17`, where it is a word of its own
_MOST_PARTS = 4  # of an id with signs in it


class Ids:
    """The ids of some students."""

    def __init__(self, students: Iterable[Student]) -> None:
        self._students: defaultdict[str, set[Student]] = defaultdict(set)
        self._words: dict[Student, list[str]] = {}
        for student in students:
            self._words[student] = found = words(student.id)
            if found:
                self._students["".join(found)].add(student)

    def exactly(self, text: str) -> set[Student]:
        """Whose id the whole text is."""
        return self._students.get("".join(words(text)), set())

    def within(self, text: str) -> set[Student]:
        """Whose ids it has, in a way that leaves no doubt."""
        parts = re.findall(r"[^\W_]+", plain(text))
        found = {each for key, each in self._in(parts) if len(key) >= (_LONG if key.isdigit() else _MIXED)}
        for part in parts:
            pieces = words(part)
            for start in range(len(pieces)):
                for end in range(start + 1, len(pieces) + 1):
                    if len(key := "".join(pieces[start:end])) >= _LONG:
                        found |= self._students.get(key, set())
        return found

    def hinted(self, text: str) -> set[Student]:
        """Whose ids stand in it as words of their own, however short."""
        return {each for _key, each in self._in(re.findall(r"[^\W_]+", plain(text)))}

    def _in(self, parts: Sequence[str]) -> Iterator[tuple[str, Student]]:
        """Ids that are some of these parts. Parts together are one only where the id has signs at the same places, so
        that the 2023 and 001 of a date are no 2023001.
        """
        for start in range(len(parts)):
            for end in range(start + 1, min(len(parts), start + _MOST_PARTS) + 1):
                key = "".join(parts[start:end])
                for student in self._students.get(key, ()):
                    if end - start == 1 or self._words[student] == words(" ".join(parts[start:end])):
                        yield key, student
