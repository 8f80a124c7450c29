"""The class list (`--roster FILE.csv`): who is in the class, so that reports have names and nobody is forgotten.

As teachers have it: saved by Excel, WPS or a student information system, in UTF-8 with or without a mark, UTF-16 or
GBK; with commas, semicolons or tabs; with a header line in Chinese or English, or the id first and the name second.
Whose submission is whose, `grader.attribution` finds out.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.errors import UserError, reason
from grader.model import Student
from grader.text import T

_LARGEST = 16 << 20  # bytes
_ID = {"id", "studentid", "studentnumber", "number", "no", "sid", "idnumber", "sisuserid", "username", "login"}
_ID |= {"学号", "编号", "学生编号", "学生学号", "工号", "用户名", "账号"}
_NAME = {"name", "fullname", "student", "studentname", "姓名", "名字", "学生姓名", "全名", "学生"}
_GIVEN, _FAMILY = {"firstname", "givenname", "名"}, {"lastname", "surname", "familyname", "姓"}


class RosterError(UserError):
    """The class list cannot be used; `text` names the file and says why."""


def load(path: str) -> tuple[Student, ...]:
    """The students in that file, in its order, each once. RosterError where there are none."""
    try:
        with Path(path).open("rb") as source:
            data = source.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RosterError(T("{file}: cannot be read: {reason}", file=path, reason=reason(error))) from error
    if len(data) > _LARGEST:
        raise RosterError(T("{file}: the file is too large for a class list", file=path))
    try:
        students = tuple(dict.fromkeys(_students(_rows(_decoded(data)))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError(T("{file}: this is no class list in CSV; save it as CSV in UTF-8", file=path)) from error
    if not students:
        raise RosterError(T("{file}: there are no students in it; expected the columns id and name", file=path))
    return students


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _rows(text: str) -> list[list[str]]:
    """The separator is the one most often found in the first line."""
    if "\0" in text:
        raise csv.Error("a NUL")
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    return [row for row in ([cell.strip() for cell in row] for row in rows) if any(row)]


def _students(rows: Sequence[Sequence[str]]) -> Iterable[Student]:
    if not rows:
        return
    titles = [folded(cell) for cell in rows[0]]
    columns = {
        kind: next((place for place, each in enumerate(titles) if each in words), None)
        for kind, words in (("id", _ID), ("name", _NAME), ("given", _GIVEN), ("family", _FAMILY))
    }
    headed = any(place is not None for place in columns.values())
    if not headed:
        columns = {"id": 0, "name": 1, "given": None, "family": None}

    def cell(row: Sequence[str], kind: str) -> str:
        place = columns[kind]
        return row[place] if place is not None and place < len(row) else ""

    for row in rows[headed:]:
        name = cell(row, "name") or _joined(cell(row, "given"), cell(row, "family"))
        # A spreadsheet's ="0012" keeps the zeros of a number.
        student = Student(id=cell(row, "id").removeprefix("=").strip('"'), name=name)
        if student.id or student.name:
            yield student


def _joined(given: str, family: str) -> str:
    """Chinese names begin with the family's and have no blank."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in given + family)
    return family + given if chinese else f"{given} {family}".strip()


def folded(text: str) -> str:
    """The text for comparing: without blanks, signs, case and width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
