"""The files that results can be written to, by the name of their option."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.locale.translate import Language
from grader.model import Grading
from grader.reports import json

WRITERS: Mapping[str, Callable[[Grading, Language], bytes]] = {"json": json.document}
"""Each makes the whole document; adding an output is a line here and an option in `grader.arguments`."""
