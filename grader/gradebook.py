"""The gradebook: one SQLite file with every result and the evidence for it, written as they come.

Each result is a transaction of its own in write-ahead mode, so a command that is killed loses what was under way and
nothing else, and two commands can use one gradebook at once. A submission is graded again when its `key` is new: its
name, its bytes, what the homework has the grader do, the interpreter, the grader's version, the isolation, the patience
and the number of repetitions. Points and titles are not in it: they are only for judging, which is done anew each time.

Whoever grades a submission claims it first, so that two commands share the work and do nothing twice; a claim ends with
the process that made it. Nothing is ever deleted: earlier attempts stay, `attempts` is the history of the class.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self

from grader import __version__
from grader.database import GradebookError, closed, opened, translated
from grader.evidence import EvidenceError
from grader.keys import protocol, python_version
from grader.model import Homework, Isolation, Report, Student
from grader.owner import is_alive, myself
from grader.text import T, plain
from grader.work import Finished, Job, Task, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The newest attempt of a submission, as it was graded then; `evidence` as in `Finished`."""

    submission: str
    path: str
    student: Student | None
    homework: str
    protocol: str
    status: str
    score: int
    max_score: int
    evidence: tuple[bytes, ...]


class Gradebook:
    """An open gradebook; SQLite's refusals come as GradebookError."""

    def __init__(self, path: str, *, writable: bool = True) -> None:
        self.path = path
        self._owner = myself()
        self._database = opened(path, writable=writable)
        self._writable = writable

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        """Give up the claims and close. What cannot be written any more does not matter any more."""
        if self._writable:
            with suppress(sqlite3.Error):
                self._database.execute("DELETE FROM claims WHERE owner = ?", (self._owner,))
        closed(self._database)

    def stored(self, task: Task, key: str, homework: Homework) -> Finished | None:
        """The result of an earlier grading with that key, judged by this homework; None where there is none.

        What could not be graded then is tried again, and so is what cannot be read any more.
        """
        submission = task.submission
        with translated(self.path):
            row = self._database.execute(
                "SELECT id FROM attempts WHERE key = ? AND status <> 'error' ORDER BY id DESC LIMIT 1", (key,)
            ).fetchone()
            evidence = self._evidence(row[0]) if row else ()
        if not evidence:
            return None
        try:
            report = judged(evidence, submission.student, homework)
        except (EvidenceError, zlib.error):
            return None
        return Finished(task.number, replace(report, submission=submission.name, path=submission.path))

    def claim(self, key: str) -> bool:
        """Whether this process may grade the submission now: nobody else is at it, or whoever was is gone."""
        with self._transaction() as database:
            row = database.execute("SELECT owner FROM claims WHERE key = ?", (key,)).fetchone()
            if row and row[0] != self._owner and is_alive(row[0]):
                return False
            database.execute("INSERT OR REPLACE INTO claims (key, owner) VALUES (?, ?)", (key, self._owner))
        return True

    def release(self, key: str) -> None:
        """Give up a claim: there is nothing to grade after all."""
        with translated(self.path):
            self._database.execute("DELETE FROM claims WHERE key = ?", (key,))

    def keep(self, finished: Finished, source: bytes, key: str, job: Job) -> None:
        """Store a result, and give up the claim to it, in one step."""
        report = finished.report
        student, homework = report.student or Student(), job.homework
        with self._transaction() as database:
            attempt = database.execute(
                "INSERT INTO attempts (submission, path, sha256, student_id, student_name, homework, protocol, grader,"
                " python, isolation, key, finished, status, score, max_score, seconds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *map(plain, (report.submission, report.path, report.sha256, student.id, student.name)),
                    homework.name,
                    protocol(homework),
                    __version__,
                    python_version(job.options.python),
                    job.options.isolation,
                    key,
                    datetime.now(UTC).isoformat(timespec="milliseconds"),
                    report.status,
                    report.score,
                    report.max_score,
                    report.seconds,
                ),
            ).lastrowid
            rows = [(attempt, number, data) for number, data in enumerate(finished.evidence, 1)]
            database.executemany("INSERT INTO runs (attempt, repetition, evidence) VALUES (?, ?, ?)", rows)
            packed = zlib.compress(source)
            database.execute("INSERT OR IGNORE INTO sources (sha256, source) VALUES (?, ?)", (report.sha256, packed))
            database.execute("DELETE FROM claims WHERE key = ?", (key,))

    def newest(self) -> Iterator[Attempt]:
        """The last attempt of each submission, by name; one in memory at a time."""
        with translated(self.path):
            ids = self._database.execute("SELECT id FROM newest ORDER BY submission").fetchall()
        for (number,) in ids:
            with translated(self.path):
                row = self._database.execute(
                    "SELECT submission, path, student_id, student_name, homework, protocol, status, score, max_score"
                    " FROM attempts WHERE id = ?",
                    (number,),
                ).fetchone()
                evidence = self._evidence(number)
            name, path, student_id, student_name, *rest = row
            student = Student.apart(student_id, student_name) if student_id or student_name else None
            homework, protocol_, status, score, most = rest
            yield Attempt(
                submission=name,
                path=path,
                student=student,
                homework=homework,
                protocol=protocol_,
                status=status,
                score=score,
                max_score=most,
                evidence=evidence,
            )

    def isolation(self) -> Isolation:
        """How the newest attempts were graded: behind walls only where all of them were."""
        with translated(self.path):
            rows = self._database.execute("SELECT DISTINCT isolation FROM attempts JOIN newest USING (id)").fetchall()
        return "bwrap" if rows == [("bwrap",)] else "none"

    def size(self) -> int:
        """Submissions, however often they were graded."""
        with translated(self.path):
            (count,) = self._database.execute("SELECT count(*) FROM newest").fetchone()
        return int(count)

    def source(self, report: Report) -> bytes | None:
        """The bytes of the program that a report is about."""
        with translated(self.path):
            row = self._database.execute("SELECT source FROM sources WHERE sha256 = ?", (report.sha256,)).fetchone()
        try:
            return zlib.decompress(row[0]) if row else None
        except zlib.error as error:
            raise GradebookError(T("{file}: the gradebook is damaged", file=self.path)) from error

    def _evidence(self, attempt: int) -> tuple[bytes, ...]:
        rows = self._database.execute("SELECT evidence FROM runs WHERE attempt = ? ORDER BY repetition", (attempt,))
        return tuple(row[0] for row in rows)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; a lock of another process is waited for."""
        with translated(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.rollback()
                raise
            self._database.commit()
