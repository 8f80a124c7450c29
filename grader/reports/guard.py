"""Cells for spreadsheets: a student's words must not become a formula that runs on the teacher's machine."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s﻿]*[=+\-@＝＋－＠\t\r\n]")
"""What Excel, LibreOffice and Google Sheets begin a formula with, in half and full width (OWASP, "CSV Injection");
also after white space, which some of them skip."""


def guarded(words: str) -> str:
    """The words as a cell: an apostrophe before what could be a formula."""
    return f"'{words}" if _FORMULA.match(words) else words
