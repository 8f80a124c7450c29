"""README's claims that can be held: its table of sample submissions, and the command that the CI script takes from
it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LABELS = json.loads((ROOT / "tests/programs/labels.json").read_text(encoding="utf-8"))
ROWS = dict(re.findall(r"^\| `(\w+\.py)` \| (\d+) \|", README, re.MULTILINE))


@pytest.mark.parametrize("program", sorted((ROOT / "submissions").glob("*.py")), ids=lambda path: path.stem)
def test_the_table_has_each_sample_submission_with_its_score(program: Path) -> None:
    """The scores themselves are held against the grader by test_labelled.py."""
    assert int(ROWS[program.name]) == LABELS[f"../../submissions/{program.name}"]["score"]


def test_the_table_has_nothing_else() -> None:
    assert {path.name for path in (ROOT / "submissions").glob("*.py")} == ROWS.keys()


def test_the_test_command_stands_between_its_marks() -> None:
    """.ci/run reads it there."""
    block = README.split("<!-- test -->")[1].split("<!-- end -->")[0]
    assert [line for line in block.splitlines() if line and line[0] not in "<`"] == [
        "pip install -e '.[dev]' && python -m pytest"
    ]
