"""The results as a table for spreadsheets, a row for each submission.

UTF-8 with a byte order mark, without which Excel takes Chinese for something else, and RFC 4180: commas, CRLF, text in
quotes. The names of the columns are the same in every language, for programs that read them.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from grader.locale.translate import Language
from grader.model import Grading, Report
from grader.reports.guard import guarded
from grader.reports.visible import visible
from grader.reports.words import say, verdict

Cell = str | int | float

COLUMNS = ("submission", "student_id", "student_name", "path", "sha256", "status", "score", "max_score", "seconds")
"""Before the checks, each of which has its status and its points; after them `mistakes` and `verdict`."""


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """A header and the rows. `mistakes` has a word for each known mistake, `verdict` a sentence."""
    out.write(codecs.BOM_UTF8)
    checks = grading.homework.check_ids()
    header = [f"{check}{part}" for check in checks for part in ("", ".points")]
    out.write(_row([*COLUMNS, *header, "mistakes", "verdict"]))
    for report in grading.reports:
        out.write(_row(_cells(report, checks, language)))


def _cells(report: Report, checks: tuple[str, ...], language: Language) -> Iterator[Cell]:
    yield visible(report.submission, language)
    yield visible(report.student.id, language) if report.student else ""
    yield visible(report.student.name, language) if report.student else ""
    yield visible(report.path, language)
    yield report.sha256
    yield "absent" if report.absent else report.status
    yield report.score
    yield report.max_score
    yield report.seconds
    found = {check.id: check for check in report.checks}
    for check in checks:
        yield found[check].status if check in found else ""
        yield found[check].points if check in found else ""
    yield " ".join(dict.fromkeys(each.diagnosis for each in report.checks if each.diagnosis))
    yield say(verdict(report), language)


def _row(cells: Iterator[Cell] | list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow(
        guarded(cell) if isinstance(cell, str) else cell for cell in cells
    )
    return line.getvalue().encode()
