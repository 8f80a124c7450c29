"""Opening the gradebook's file, and SQLite's refusals in the user's language."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from grader.errors import UserError, reason
from grader.model import Text
from grader.text import T

APPLICATION = 0x62757362  # "busb", SQLite's application_id: what file(1) and we know the file by
VERSION = 2
"""Of the tables below, kept in SQLite's user_version."""

_PATIENCE = 60.0  # seconds to wait for another process' transaction; each takes milliseconds
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_TABLES = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,   -- whose it is, whatever it is called: grader.identity
    submission TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    student_id TEXT NOT NULL,
    student_name TEXT NOT NULL,
    homework TEXT NOT NULL,
    protocol TEXT NOT NULL,   -- what the grader did, as a digest: evidence of one protocol can be judged again
    grader TEXT NOT NULL,
    python TEXT NOT NULL,
    isolation TEXT NOT NULL,
    key TEXT NOT NULL,        -- all that a grading depends on, as a digest
    finished TEXT NOT NULL,   -- ISO 8601, UTC
    status TEXT NOT NULL,
    score INTEGER NOT NULL,   -- as it was judged then
    max_score INTEGER NOT NULL,
    seconds REAL NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (key);
CREATE TABLE current (        -- what was last said of each submission, by an attempt that may be older
    turn INTEGER PRIMARY KEY, -- the latest has the highest
    identity TEXT NOT NULL,
    protocol TEXT NOT NULL,
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    submission TEXT NOT NULL,
    path TEXT NOT NULL,
    student_id TEXT NOT NULL,
    student_name TEXT NOT NULL,
    status TEXT NOT NULL,
    score INTEGER NOT NULL,
    max_score INTEGER NOT NULL,
    UNIQUE (identity, protocol)
);
CREATE TABLE runs (
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    repetition INTEGER NOT NULL,
    evidence BLOB NOT NULL,   -- JSON, compressed with zlib
    PRIMARY KEY (attempt, repetition)
);
CREATE TABLE sources (sha256 TEXT PRIMARY KEY, source BLOB NOT NULL);
CREATE TABLE claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL);
CREATE TABLE archives (sha256 TEXT PRIMARY KEY, place TEXT NOT NULL); -- where it was first seen
"""


class GradebookError(UserError):
    """The gradebook cannot be used; `text` names the file and says why."""


def opened(path: str, *, writable: bool) -> sqlite3.Connection:
    """The gradebook in that file; made where there is none and it may be. GradebookError where it cannot be used."""
    file = Path(path)
    try:
        if file.exists() and not file.is_file():
            raise GradebookError(T("{file}: this is not a file; expected a gradebook", file=path))
        if not writable and not file.exists():
            raise GradebookError(T("{file}: there is no such gradebook", file=path))
        if not file.parent.is_dir():
            raise GradebookError(T("{file}: there is no folder {folder}", file=path, folder=str(file.parent)))
        if file.exists() and not os.access(file, os.R_OK):
            raise _denied(errno.EACCES)
    except (OSError, ValueError) as error:
        raise GradebookError(T("{file}: cannot be read: {reason}", file=path, reason=reason(error))) from error
    with translated(path):
        database = _connected(file, writable=writable)
        try:
            _prepare(database, path, writable=writable)
        except BaseException:
            database.close()
            raise
    return database


def closed(database: sqlite3.Connection) -> None:
    """Close it; what SQLite has to say about that is of no use to anybody."""
    with contextlib.suppress(sqlite3.Error):
        database.close()


@contextlib.contextmanager
def translated(path: str) -> Iterator[None]:
    """SQLite's errors as GradebookError."""
    try:
        yield
    except sqlite3.Error as error:
        raise GradebookError(T("{file}: {reason}", file=path, reason=_reason(error, path))) from error


def _connected(file: Path, *, writable: bool) -> sqlite3.Connection:
    if writable:
        return sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    # SQLite wants to write beside a file in write-ahead mode; where it may not, nobody else is writing either.
    quiet = "" if os.access(file.parent, os.W_OK) else "&immutable=1"
    name = f"file:{quote(str(file.absolute()))}?mode=ro{quiet}"
    return sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, uri=True)


def _prepare(database: sqlite3.Connection, path: str, *, writable: bool) -> None:
    (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if not tables and writable:
        _create(database)
    (application,) = database.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        raise GradebookError(T("{file}: this is a database, but not a gradebook", file=path))
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise GradebookError(
            T("{file}: the gradebook was made by a newer version of the grader, which is needed to go on", file=path)
        )
    if version < VERSION:
        raise GradebookError(
            T(
                "{file}: the gradebook was made by an older version of the grader; begin a new one in another file",
                file=path,
            )
        )
    _check(database, path)
    if writable:
        _write_ahead(database)
        database.execute("PRAGMA synchronous = NORMAL")  # in write-ahead mode safe against all but a loss of power
        database.execute("BEGIN IMMEDIATE")  # what may not be written is found out now
        database.execute("UPDATE claims SET owner = owner")
        database.commit()


def _create(database: sqlite3.Connection) -> None:
    """The tables; another process may be doing the same."""
    _write_ahead(database)
    database.execute("BEGIN IMMEDIATE")
    (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if not tables:
        for statement in _TABLES.split(";\n"):
            database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
    database.commit()


def _check(database: sqlite3.Connection, path: str) -> None:
    """GradebookError where the file is damaged anywhere: SQLite may just not find the rows of a damaged page. The
    students in them would be missing without a word, and what is written would do more damage.
    """
    (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise GradebookError(T("{file}: the gradebook is damaged", file=path))


def _write_ahead(database: sqlite3.Connection) -> None:
    """Write-ahead mode. SQLite's own patience does not cover the change to it: two that both read the file already
    would wait for each other, so it refuses one at once, and that one has to let go and try again.
    """
    deadline = time.monotonic() + _PATIENCE
    pause = 0.001
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _kind(error) not in _LOCKED or time.monotonic() > deadline:
                raise
        else:
            return
        time.sleep(pause)
        pause = min(2 * pause, 0.1)


def _kind(error: sqlite3.Error) -> int:
    """SQLite's result code (sqlite.org/rescode.html) without its details: the lowest byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _reason(error: sqlite3.Error, path: str) -> Text:
    """What SQLite refused, and where it does not say why, what the operating system says."""
    kind = _kind(error)
    if kind in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT):
        return T("this is no gradebook, or a damaged one")
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return T("the gradebook cannot be written: {reason}", reason=_refusal(path) or T("permission is denied"))
    if kind == sqlite3.SQLITE_FULL:
        return T("the gradebook cannot be written: {reason}", reason=T("the disk is full"))
    if kind in _LOCKED:
        return T("another program keeps the gradebook locked")
    if kind == sqlite3.SQLITE_CANTOPEN:
        refusal = _refusal(path)
        if refusal:
            return T("the gradebook cannot be written: {reason}", reason=refusal)
        return T("the gradebook cannot be opened")
    return T("the gradebook cannot be used: {reason}", reason=str(error))


def _refusal(path: str) -> Text | None:
    """Why the file, or those SQLite needs beside it, cannot be written. The file itself is not opened for it: closing
    it would end the locks that this process has on it (fcntl(2)).
    """
    try:
        file = Path(path).resolve()
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        if file.exists() and not os.access(file, os.W_OK):
            raise _denied(errno.EROFS if os.statvfs(file).f_flag & os.ST_RDONLY else errno.EACCES)
    except OSError as error:
        return reason(error)
    return None


def _denied(number: int) -> OSError:
    return OSError(number, os.strerror(number))
