"""The file to be filled in: whose it is, read before anything is graded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from grader.errors import UserError, reason
from grader.reports import canvas, moodle
from grader.reports.table import NotATableError, Table, read
from grader.text import T

Option: TypeAlias = Literal["moodle", "canvas"]

LARGEST = 64 << 20
"""Bytes; a worksheet of thousands has a few MiB, feedback included."""


class TemplateError(UserError):
    """It cannot be filled in."""


@dataclass(frozen=True, slots=True)
class Template:
    """A table, and the option it is for."""

    name: str
    option: Option
    table: Table


def load(name: str, options: Collection[str]) -> Template:
    """The template for one of these options; TemplateError where it cannot be read, or is for none of them."""
    try:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise TemplateError(T("{file}: cannot be read: {reason}", file=name, reason=reason(error))) from error
    try:
        if len(data) > LARGEST:
            raise NotATableError("size")
        table = read(data)
    except NotATableError as error:
        raise TemplateError(T("{file}: expected a CSV file, as Moodle and Canvas write it", file=name)) from error
    header = [cell.text for cell in table.rows[0]]
    option: Option | None = "moodle" if moodle.is_worksheet(header) else "canvas" if canvas.is_export(header) else None
    if option is None:
        raise TemplateError(
            T(
                "{file}: neither Moodle's grading worksheet (with the columns Identifier and Grade) nor Canvas' export "
                "(with Student, ID and Section); its columns are: {columns}",
                file=name,
                columns=", ".join(header),
            )
        )
    if option not in options:
        raise TemplateError(T("{file}: this is for --{option}", file=name, option=option))
    return Template(name, option, table)
