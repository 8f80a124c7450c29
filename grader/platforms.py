"""What learning platforms write into the names of the files they export.

    Moodle      Li Lei_1234_assignsubmission_file_/bus.py      Li Lei_1234_assignsubmission_file_bus.py without folders
    Canvas      lilei_12345_67890_bus.py                       lilei_LATE_12345_67890_bus.py when it came late;
                lilei_12345_text.html, lilei_12345_link.html   what was typed in, or an address
    Gradescope  submission_123/bus.py                          and submission_metadata.yml beside the folders

Sources: Moodle's mod/assign/locallib.php (download_submissions), Canvas' submission zips, Gradescope's "Export
Submissions". Pure: names and bytes in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.model import Student

METADATA = "submission_metadata.yml"
"""Gradescope's list of who handed in what."""

LARGEST_METADATA = 16 << 20
"""Bytes of it; for a class of thousands with all their test results it has a few MiB."""

POINTS_POSSIBLE, TEST_STUDENT = "Points Possible", "Student, Test"
"""In the first column of Canvas' exported gradebook, where a student's name is expected."""

_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+_(?P<file>.*)", re.DOTALL)
_CANVAS = re.compile(
    r"(?P<name>.+?)_(?:LATE_)?(?P<id>\d+)_(?:\d{2,}_|(?=(?:text|link)\.html\Z))(?P<file>.+)", re.DOTALL
)
_IGNORED = {"__pycache__", "__MACOSX"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file or folder is. `name` is short, for the submission; `file` is the name it was handed in under, ""
    for a folder. Two owners are the same student when `student` is equal.
    """

    name: str
    student: Student
    file: str


def hidden(name: str) -> bool:
    """Whether a file or folder of this name is no submission and not worth a word."""
    return (name.startswith(".") and name != "..") or name in _IGNORED


def hides_program(name: str) -> bool:
    """Whether a hidden file of this name may be somebody's program after all: macOS' companions of files are none."""
    return name.startswith(".") and name.lower().endswith(".py") and not name.startswith("._")


def moodle(part: str) -> Owner | None:
    """From the name of a file or folder of Moodle's export."""
    if found := _MOODLE.fullmatch(part):
        return Owner(found["name"], Student(id=found["id"], name=found["name"]), found["file"])
    return None


def canvas(part: str) -> Owner | None:
    """From the name of a file of Canvas' export, which has the student's name without blanks and in small letters."""
    if found := _CANVAS.fullmatch(part):
        return Owner(found["name"], Student(id=found["id"]), found["file"])
    return None


def owners(parts: list[str]) -> Mapping[str, Owner]:
    """The owners of files and folders that stand side by side, by name.

    Moodle's names cannot be mistaken. A program may happen to be called `lab_10_20_bus.py`, so names are taken for
    Canvas' only where every program has such a one.
    """
    found = {part: owner for part in parts if (owner := moodle(part))}
    programs = [part for part in parts if part.lower().endswith(".py")]
    if not found and programs and all(canvas(part) for part in programs):
        found = {part: owner for part in parts if (owner := canvas(part))}
    return found


def gradescope(metadata: bytes) -> Mapping[str, Owner]:
    """The owners of Gradescope's folders, by name of the folder; empty where the metadata cannot be understood."""
    import yaml  # noqa: PLC0415 - for this platform only

    loader = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
    # Times and the like come as Ruby's own types, under tags that mean nothing here.
    loader.add_multi_constructor(None, lambda *_unknown: None)  # type: ignore[attr-defined]
    try:
        found = yaml.load(metadata, loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(folder): owner for folder, entry in found.items() if (owner := _submitted(str(folder), entry))}


def _submitted(folder: str, entry: Any) -> Owner | None:
    """A submission may be a group's: its students are named together."""
    submitters = entry.get(":submitters") if isinstance(entry, dict) else None
    people = [each for each in submitters if isinstance(each, dict)] if isinstance(submitters, list) else []
    if not people:
        return None
    students = [
        Student(id=str(each.get(":sid") or each.get(":email") or ""), name=str(each.get(":name") or "?"))
        for each in people
    ]
    return Owner(folder, Student.together(students), "")
