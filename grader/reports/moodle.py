"""Grades for Moodle: an assignment's offline grading worksheet filled in, or a file for the gradebook's CSV import.

The worksheet (mod/assign/feedback/offline) is imported by the exact names of its columns in the language of whoever
uploads it, so its header is kept and never made up. The gradebook's import (grade/import/csv) has no fixed columns:
the teacher says in a form which is which. It gives up at a student it does not know, and an empty grade may wipe one,
so only rows with a grade are written, and one for each student.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from grader.locale.translate import Language, title
from grader.model import Grading, Report, Text
from grader.reports import filling
from grader.reports.guard import guarded
from grader.reports.people import Person, moodle_owner
from grader.reports.visible import visible
from grader.reports.words import not_passed, reasons, say, verdict
from grader.text import T

if TYPE_CHECKING:
    from grader.reports.template import Template

_NAMES: Mapping[str, tuple[str, ...]] = {
    "identifier": ("Identifier", "标识符", "编号", "识别号"),
    "name": ("Full name", "全名", "姓名"),
    "id": (
        *("Email address", "Email", "电子邮件地址", "电子邮箱地址", "电子邮件", "邮箱", "Email地址", "E-mail地址"),
        *("ID number", "ID号", "ID 号", "学号", "编号(ID)", "身份号码"),
        *("Username", "用户名"),
    ),
    "grade": ("Grade", "成绩", "分数"),
    "most": ("Maximum Grade", "Maximum grade", "最高成绩", "最高分", "最高分数", "满分"),
    "scale": ("Scale", "等级", "量表"),
    "changeable": ("Grade can be changed", "成绩可被更改", "成绩可以更改", "成绩可以被更改", "可以更改成绩"),
    "feedback": ("Feedback comments", "反馈评论", "反馈意见", "评语", "反馈"),
}
"""The names of a worksheet's columns, in English and in the Chinese translations seen; compared without case."""

_REFUSALS = {"no", "否", "不"}

HEADER = ("Username", "ID number", "Email address")


def is_worksheet(header: Sequence[str]) -> bool:
    """Whether a table with this header is a grading worksheet."""
    found = _columns(header)
    return "identifier" in found and ("grade" in found or "scale" in found)


def fill(template: Template, grading: Grading, language: Language, out: BinaryIO) -> Sequence[Text]:
    """Write the worksheet with grades and feedback in it; remarks for the teacher."""
    rows = template.table.rows
    columns = _columns([cell.text for cell in rows[0]])

    def value(row: int, kind: str) -> str:
        places = columns.get(kind, [])
        return template.table.at(row, places[0]).strip() if places else ""

    def cells(row: int, report: Report) -> dict[int, str] | None:
        most = value(row, "most")
        locked = _plain(value(row, "changeable")) in _REFUSALS
        if locked or "grade" not in columns or (most and filling.parsed(most) is None):
            return None
        grade = filling.scaled(report, filling.parsed(most))
        made = {columns["grade"][0]: filling.number(grade, comma="," in most)}
        made |= {place: feedback(report, language) for place in columns.get("feedback", [])[:1]}
        return {place: words for place, words in made.items() if place < len(rows[row])}

    people = [
        Person(
            row=row,
            ids=tuple(rows[row][place].text for place in columns.get("id", ()) if place < len(rows[row])),
            # `Participant 123`: its first word is the language's, its number Moodle's own.
            numbers=("".join(filter(str.isdigit, value(row, "identifier"))),),
            names=(value(row, "name"),) if "name" in columns else (),
        )
        for row in range(1, len(rows))
    ]
    sheet = filling.Sheet(table=template.table, people=people, cells=cells, present=lambda row: value(row, "grade"))
    return filling.fill(sheet, grading, out)


def feedback(report: Report, language: Language) -> str:
    """What the student reads, as HTML on one line: Moodle takes feedback for HTML, so a student's words are escaped."""
    # Only decided scores come here: that advice is left to be reviewed is nothing to alarm a student with.
    head = f"<p>{escape(say(verdict(replace(report, status='graded')), language))}</p>"
    items = "".join(
        f"<li>{escape(say(check.title, language))}"
        + "".join(
            f"<br>{escape(say(T('{label}: {words}', label=label, words=words), language))}"
            for label, words in reasons(check)
        )
        + "</li>"
        for check in not_passed(report)
    )
    return f"{head}<ul>{items}</ul>" if items else head


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """A file for the gradebook's CSV import: who it is, as far as known, then the grade and the feedback."""
    item = title(grading.homework, language)
    out.write(_row([*HEADER, item, f"{item} (feedback)"]))
    for report in filling.alone(grading):
        out.write(_row([*_who(report, language), filling.number(report.score), feedback(report, language)]))


def _who(report: Report, language: Language) -> list[str]:
    """Username, ID number and e-mail address, from the submission's name and the roster."""
    name = visible(report.submission, language)
    owner, student = moodle_owner(report), report.student
    # The number in the name of an exported folder is the worksheet's own: the gradebook would not know it, and stop.
    inner = owner is not None and student is not None and student.id == owner.student.id
    number = visible(student.id, language) if student and not inner else ""
    mail = next((each for each in (name, number) if "@" in each), "")
    return [guarded("" if name == mail else name), guarded("" if number == mail else number), guarded(mail)]


def _row(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    """The places of the columns we know, by kind."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        for kind, names in _NAMES.items():
            if _plain(name) in map(_plain, names):
                found.setdefault(kind, []).append(place)
    return found


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
