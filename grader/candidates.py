"""What finding submissions yields: what can be graded, it seems, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Student, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that looks like a submission; `read` opens it. `path` begins as the user gave it; `within` is the part of
    it that may say whose it is, what lies below the folder or archive the user named; "" where that is its last part.

    In an archive, `archive` is that and `member` the place of the program there. `student` and `filename`, the name the
    program was handed in under, are set where a learning platform's export has them. `identity`: see `grader.identity`.
    """

    name: str
    path: str
    within: str = ""
    archive: str | None = None
    member: int = 0
    student: Student | None = None
    filename: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something that cannot be graded, and why. `mistyped`: the user named a thing that holds no submission at all.
    `absent`: there is none, of a student who should have handed one in.
    """

    name: str
    path: str
    reason: Text
    within: str = ""
    mistyped: bool = False
    student: Student | None = None
    absent: bool = False
    identity: str = ""
