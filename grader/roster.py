"""The class list (`--roster FILE.csv`): who is in the class, so that reports have names and nobody is forgotten.

As teachers have it: saved by Excel, WPS or a student information system, in UTF-8 with or without a mark, UTF-16 or
GBK; with commas, semicolons or tabs; with a heading in Chinese or English, below a title perhaps, or the
id first and the name second. Whose submission is whose, `grader.attribution` finds out.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.errors import UserError, reason
from grader.model import Student
from grader.platforms import POINTS_POSSIBLE, TEST_STUDENT
from grader.text import T

_LARGEST = 16 << 20  # bytes
_ID = {"id", "studentid", "studentnumber", "number", "no", "sid", "idnumber", "sisuserid", "username", "login"}
_ID |= {"学号", "编号", "学生编号", "学生学号", "工号", "用户名", "账号"}
_NAME = {"name", "fullname", "student", "studentname", "姓名", "名字", "学生姓名", "全名", "学生"}
_GIVEN, _FAMILY = {"firstname", "givenname", "名"}, {"lastname", "surname", "familyname", "姓"}
# In Canvas' export `ID` is Canvas' own number, and the institution's is beside it.
_TITLES = (("sis", {"sisuserid"}), ("id", _ID), ("name", _NAME), ("given", _GIVEN), ("family", _FAMILY))
_ABOVE = 5  # rows in which the heading is looked for: there may be a title above it
_SEPARATOR = re.compile(r'\s*"?sep=([,;\t])"?[^\n]*\n', re.IGNORECASE)


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
    """The rows that are not empty. The separator is what a line `sep=;` says, which is for spreadsheets; or the one
    that a heading is found with; or the one most often found in the first line.
    """
    if "\0" in text:
        raise csv.Error("a NUL")
    if said := _SEPARATOR.match(text):
        return _read(text[said.end() :], said[1])
    first = text.lstrip().partition("\n")[0]
    likely = sorted(",;\t", key=first.count, reverse=True)
    lines = text.splitlines()[:_ABOVE]
    headed = (each for each in likely for line in lines if _is_heading(_columns(line.split(each))))
    return _read(text, next(headed, likely[0]))


def _read(text: str, separator: str) -> list[list[str]]:
    rows = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    return [row for row in ([cell.strip() for cell in row] for row in rows) if any(row)]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """The places of the columns we know, if it is a heading: that has no numbers."""
    titles = [folded(cell) for cell in cells]
    if any(title.isdigit() for title in titles):
        return {}
    places = {kind: next((at for at, title in enumerate(titles) if title in words), None) for kind, words in _TITLES}
    return {kind: place for kind, place in places.items() if place is not None}


def _is_heading(columns: Mapping[str, int]) -> bool:
    return "id" in columns and len(columns) > 1


def _students(rows: Sequence[Sequence[str]]) -> Iterable[Student]:
    """What stands above the heading is a title. Without a heading, it is what fills a single cell of a wider table."""
    above = rows[:_ABOVE]
    headings = ((at, columns) for at, row in enumerate(above) if _is_heading(columns := _columns(row)))
    start, columns = next(headings, (0, _columns(rows[0]) if rows else {}))
    if columns:
        start += 1
    else:
        columns = {"id": 0, "name": 1}
        filled = [sum(map(bool, row)) for row in rows]
        start = next((at for at, count in enumerate(filled[:_ABOVE]) if count > 1), 0)

    def cell(row: Sequence[str], kind: str) -> str:
        place = columns.get(kind)
        return row[place] if place is not None and place < len(row) else ""

    for row in rows[start:]:
        name = cell(row, "name") or _joined(cell(row, "given"), cell(row, "family"))
        # A spreadsheet's ="0012" keeps the zeros of a number.
        number = cell(row, "sis") or cell(row, "id")
        student = Student(id=number.removeprefix("=").strip('"'), name=name)
        if (student.id or student.name) and name not in (POINTS_POSSIBLE, TEST_STUDENT):
            yield student


def _joined(given: str, family: str) -> str:
    """Chinese names begin with the family's and have no blank."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in given + family)
    return family + given if chinese else f"{given} {family}".strip()


def folded(text: str) -> str:
    """The text for comparing: without blanks, signs, case and width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
