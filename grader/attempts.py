"""What a gradebook holds, for reading: the last word on each submission, its evidence, the program."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from grader.database import GradebookError, closed, opened, translated
from grader.model import Isolation, Student
from grader.text import T


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt of a submission, with what was last said of it. `sha256` is "" where there was no program to read."""

    number: int
    identity: str
    submission: str
    path: str
    student: Student | None
    sha256: str
    isolation: str
    protocol: str
    status: str
    score: int
    max_score: int


def isolation(attempts: Iterable[Attempt]) -> Isolation:
    """How all of them were graded: behind walls only where each was."""
    return "bwrap" if {each.isolation for each in attempts} == {"bwrap"} else "none"


class Attempts:
    """A gradebook opened for reading; SQLite's refusals come as GradebookError."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._database = opened(path, writable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        closed(self._database)

    def newest(self, protocol: str) -> list[Attempt]:
        """The current attempt of each submission, by name: the last that was graded by this protocol, or could not be
        read for any; else the last of all. Without its evidence, so that it fits into memory.
        """
        with translated(self._path):
            rows = self._database.execute(
                "SELECT attempt, current.identity, current.submission, current.path, current.student_id,"
                " current.student_name, sha256, isolation, current.protocol, current.status, current.score,"
                " current.max_score FROM current JOIN attempts ON attempts.id = attempt"
                " ORDER BY current.protocol = ? OR sha256 = '', turn",
                (protocol,),
            ).fetchall()
        latest = {each.identity: each for each in map(_attempt, rows)}
        return sorted(latest.values(), key=lambda each: (each.submission, each.path))

    def evidence(self, attempt: Attempt) -> tuple[bytes, ...]:
        """As in `Finished`."""
        with translated(self._path):
            return runs(self._database, attempt.number)

    def source(self, attempt: Attempt) -> bytes | None:
        """The bytes of the program; None where there were none."""
        with translated(self._path):
            row = self._database.execute("SELECT source FROM sources WHERE sha256 = ?", (attempt.sha256,)).fetchone()
        try:
            return zlib.decompress(row[0]) if row else None
        except zlib.error as error:
            raise GradebookError(T("{file}: the gradebook is damaged", file=self._path)) from error


def runs(database: sqlite3.Connection, attempt: int) -> tuple[bytes, ...]:
    """The evidence of an attempt's repetitions."""
    rows = database.execute("SELECT evidence FROM runs WHERE attempt = ? ORDER BY repetition", (attempt,))
    return tuple(row[0] for row in rows)


def _attempt(row: tuple[int | str, ...]) -> Attempt:
    number, identity, submission, path, student_id, student_name, *rest = row
    sha256, isolation_, protocol, status, score, max_score = rest
    return Attempt(
        number=int(number),
        identity=str(identity),
        submission=str(submission),
        path=str(path),
        student=Student.apart(str(student_id), str(student_name)) if student_id or student_name else None,
        sha256=str(sha256),
        isolation=str(isolation_),
        protocol=str(protocol),
        status=str(status),
        score=int(score),
        max_score=int(max_score),
    )
