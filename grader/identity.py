"""Whose work a submission is, from one call to the next: what the gradebook knows it by, whatever it is called.

A name will not do: names depend on what stands beside a submission, and on what an archive was called by the browser.
The identity is, in this order:

1. the student's number on the learning platform, where its export says it, from whatever file it comes;
2. else the place: the folder or archive that was named on the command line (or that the named program lies in), from
   the root, and the submission's name there, `/home/li/class` and `zhang`. Two folders that both have an `a.py` are
   two students, together or one after the other. A folder that was moved is another one: its submissions are graded
   anew and listed beside the old ones, since to show two of one student is a nuisance, to show one of two is a wrong.

An archive with the very bytes of an earlier one is that archive, only renamed. This is not taken as proof where it
holds a single program: students copy from each other. What meets under one identity in one call (a platform's student
in two exports) stays apart by its path: both are listed, as they are in the report of that call.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from grader.candidates import Candidate, Unusable
from grader.model import Student
from grader.text import plain


def identity(named: str, path: str, name: str, student: Student | None) -> str:
    """Of the submission of that name at `path`, found because the user `named` a path."""
    if student and (number := student.id.strip(" ,")):
        return plain(f"student {number}")
    place = absolute(named)
    if path != named:
        return f"{place}/{plain(name)}"
    return place if place.lower().endswith(".zip") else f"{os.path.dirname(place)}/{plain(name)}"  # noqa: PTH120


def distinct(found: Sequence[Candidate | Unusable]) -> list[Candidate | Unusable]:
    """No two with one identity: it is that of the only program among them, or of nobody; the others have their path."""
    counts = Counter(each.identity for each in found)
    programs = Counter(each.identity for each in found if isinstance(each, Candidate))
    return [
        each
        if counts[each.identity] == 1 or (programs[each.identity] == 1 and isinstance(each, Candidate))
        else replace(each, identity=absolute(each.path))
        for each in found
    ]


def renamed(
    found: Sequence[Candidate | Unusable], first_place: Callable[[str, str], str]
) -> list[Candidate | Unusable]:
    """With archives known by their bytes: `first_place(place, sha256)` says where an archive lay at first."""
    places = {absolute(archive): archive for archive in archives(found)}
    programs = Counter(each.identity.rpartition("/")[0] for each in found if isinstance(each, Candidate))
    known = {
        place: first_place(place, sha256)
        for place, archive in places.items()
        if programs[place] > 1 and (sha256 := _sha256(archive))
    }
    return [_moved(each, known) for each in found]


def archives(found: Iterable[Candidate | Unusable]) -> list[str]:
    """The archives that programs were found in, each once."""
    return list(dict.fromkeys(archive for each in found if isinstance(each, Candidate) and (archive := each.archive)))


def _moved(each: Candidate | Unusable, known: dict[str, str]) -> Candidate | Unusable:
    place, _slash, name = each.identity.rpartition("/")
    return replace(each, identity=f"{known[place]}/{name}") if place in known else each


def _sha256(archive: str) -> str | None:
    """None where it cannot be read (any more); whoever reads the programs in it will say why."""
    try:
        with open(archive, "rb") as source:  # noqa: PTH123
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        return None


def absolute(path: str) -> str:
    """The place that a path names, from the root, as it can be stored."""
    return plain(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
