"""The gradebook: one SQLite file with every result and the evidence for it, written as they come.

Each result is a transaction of its own in write-ahead mode, so a command that is killed loses what was under way and
nothing else, and two commands can use one gradebook at once. A submission is graded again when its `key` is new: its
identity and bytes, what the homework has the grader do, the interpreter, the grader's version, the isolation, the
patience and the number of repetitions. Points and titles are not in it: they are only for judging, which is done anew
each time.

Whoever grades a submission claims it first, so that two commands share the work and do nothing twice; a claim ends with
the process that made it. No attempt is ever deleted, `attempts` is the history of the class; `current` has the one that
counts for each submission, by what the grader did (`protocol`): evidence for another homework does not replace it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from grader import __version__
from grader.attempts import runs
from grader.candidates import Candidate, Unusable
from grader.database import closed, opened, translated
from grader.evidence import EvidenceError
from grader.identity import absolute, archives, renamed
from grader.keys import protocol, python_version
from grader.model import Homework, Report, Student, Submission
from grader.owner import is_alive, myself
from grader.text import plain
from grader.work import Finished, Job, Task, judged


class Gradebook:
    """A gradebook open for writing; SQLite's refusals come as GradebookError."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._owner = myself()
        self._database = opened(path, writable=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        """Give up the claims and close. What cannot be written any more does not matter any more."""
        with suppress(sqlite3.Error):
            self._database.execute("DELETE FROM claims WHERE owner = ?", (self._owner,))
        closed(self._database)

    def recognised(self, found: Sequence[Candidate | Unusable]) -> list[Candidate | Unusable]:
        """What is to be graded, with archives known again under another name (see `grader.identity`).

        What was said of an archive that could not be read is not said of one that can.
        """
        readable = [(absolute(each),) for each in archives(found)]
        with self._transaction() as database:
            database.executemany("DELETE FROM current WHERE identity = ?", readable)
        return renamed(found, self._first_place)

    def stored(self, task: Task, key: str, homework: Homework) -> Finished | None:
        """The result of an earlier grading with that key, judged by this homework; None where there is none. It is the
        submission's current one from now on: a file may have been changed back.

        What could not be graded then is tried again, and so is what cannot be read any more.
        """
        submission = task.submission
        with translated(self.path):
            row = self._database.execute(
                "SELECT id FROM attempts WHERE key = ? AND status <> 'error' ORDER BY id DESC LIMIT 1", (key,)
            ).fetchone()
            evidence = runs(self._database, row[0]) if row else ()
        if not evidence:
            return None
        try:
            report = judged(evidence, submission.student, homework)
        except (EvidenceError, zlib.error):
            return None
        report = replace(report, submission=submission.name, path=submission.path)
        with self._transaction() as database:
            _make_current(database, row[0], submission.identity, report, homework)
        return Finished(task.number, report)

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

    def keep(self, finished: Finished, submission: Submission, key: str, job: Job) -> None:
        """Store a result, make it the submission's current one, and give up the claim to it, in one step."""
        with self._transaction() as database:
            attempt = _repeated(database, finished, key) if not submission.sha256 else None
            if attempt is None:
                attempt = _added(database, finished, submission, key, job)
            _make_current(database, attempt, submission.identity, finished.report, job.homework)
            database.execute("DELETE FROM claims WHERE key = ?", (key,))

    def _first_place(self, place: str, sha256: str) -> str:
        with self._transaction() as database:
            database.execute("INSERT OR IGNORE INTO archives (sha256, place) VALUES (?, ?)", (sha256, place))
            (first,) = database.execute("SELECT place FROM archives WHERE sha256 = ?", (sha256,)).fetchone()
        return str(first)

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


def _added(database: sqlite3.Connection, finished: Finished, submission: Submission, key: str, job: Job) -> int:
    """The number of a new attempt, with its evidence and its program."""
    report = finished.report
    student = report.student or Student()
    row = {
        "identity": submission.identity,
        "submission": plain(report.submission),
        "path": plain(report.path),
        "sha256": report.sha256,
        "student_id": plain(student.id),
        "student_name": plain(student.name),
        "homework": job.homework.name,
        "protocol": protocol(job.homework),
        "grader": __version__,
        "python": python_version(job.options.python),
        "isolation": job.options.isolation,
        "key": key,
        "finished": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
        "seconds": report.seconds,
    }
    attempt = _insert(database, "INSERT INTO attempts", row)
    evidence = [(attempt, number, data) for number, data in enumerate(finished.evidence, 1)]
    database.executemany("INSERT INTO runs (attempt, repetition, evidence) VALUES (?, ?, ?)", evidence)
    if submission.sha256:
        source = {"sha256": submission.sha256, "source": zlib.compress(submission.source)}
        _insert(database, "INSERT OR IGNORE INTO sources", source)
    return attempt


def _repeated(database: sqlite3.Connection, finished: Finished, key: str) -> int | None:
    """The attempt that says just this already: what cannot be read is met in every call, and no attempt of anybody."""
    row = database.execute(
        "SELECT id FROM attempts JOIN runs ON attempt = id WHERE key = ? AND evidence = ?", (key, *finished.evidence)
    ).fetchone()
    return row[0] if row else None


def _make_current(
    database: sqlite3.Connection, attempt: int, identity: str, report: Report, homework: Homework
) -> None:
    """That attempt, and this report on it, are the last word on the submission."""
    student = report.student or Student()
    row = {
        "identity": identity,
        "protocol": protocol(homework),
        "attempt": attempt,
        "submission": plain(report.submission),
        "path": plain(report.path),
        "student_id": plain(student.id),
        "student_name": plain(student.name),
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
    }
    _insert(database, "INSERT OR REPLACE INTO current", row)


def _insert(database: sqlite3.Connection, into: str, row: dict[str, Any]) -> int:
    """The new row's number."""
    values = ", ".join(f":{column}" for column in row)
    return database.execute(f"{into} ({', '.join(row)}) VALUES ({values})", row).lastrowid or 0
