"""Archives for the tests, and what is found in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.archives import Archives
from grader.locale.translate import render
from grader.model import Submission
from grader.submissions import Candidate, Unusable, read

PROGRAM = b"print('hello')\n"
EXPORT = """\
---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '2023001'
    :email: ada@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2023-09-01 12:00:00.000000000 Z
  :score: 0.0
submission_102:
  :submitters:
  - :name: 李雷
    :sid: '2023002'
  - :name: 韩梅梅
    :sid: '2023003'
"""


def archive(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def reasons(found: list[Candidate | Unusable]) -> dict[str, str]:
    return {each.name: render(each.reason, "en") for each in found if isinstance(each, Unusable)}


def programs(found: list[Candidate | Unusable]) -> dict[str, Submission]:
    """What can be graded, by name, read with one archive kept open."""
    with Archives() as archives:
        return {each.name: each for item in found if isinstance(each := taken(item, archives), Submission)}


def taken(found: Candidate | Unusable, archives: Archives | None = None) -> Submission | Unusable:
    return read(found, archives) if isinstance(found, Candidate) else found
