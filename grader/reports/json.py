"""The results as JSON, for programs: `result.schema.json` beside this file says what is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from grader.locale.translate import Language, render
from grader.model import CheckResult, Event, Grading, Report, Text

SCHEMA = 1
SCHEMA_FILE = Path(__file__).with_name("result.schema.json")

LONGEST = 10_000
"""Characters of one event's text; `text_cut` then says how many were left out."""

# Valid in JSON as they are, but not harmless on the screen of someone who looks at the file: DEL and the C1 controls,
# separators of lines, zero-width and bidirectional formatting, lone surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """All of it as one JSON object in UTF-8, ending with a newline; one result at a time."""
    head = {
        "schema": SCHEMA,
        "homework": grading.homework.name,
        "grader": grading.grader,
        "isolation": grading.isolation,
    }
    out.write(f'{{\n {_members(head, 1)},\n "results": ['.encode())
    separator = b"\n"
    for report in grading.reports:
        out.write(separator + f"  {{\n   {_members(_result(report, language), 3)}\n  }}".encode())
        separator = b",\n"
    out.write(b"]\n}\n" if separator == b"\n" else b"\n ]\n}\n")


def _members(value: dict[str, Any], indent: int) -> str:
    """One to a line, and of a list of objects each of those. `indent` for everything inside is eight times as slow."""
    return f",\n{' ' * indent}".join(f"{_json(name)}: {_value(each, indent)}" for name, each in value.items())


def _value(value: Any, indent: int) -> str:
    if not value or not isinstance(value, list):
        return _json(value)
    line = "\n" + " " * (indent + 1)
    return f"[{line}{f',{line}'.join(map(_json, value))}\n{' ' * indent}]"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _result(report: Report, language: Language) -> dict[str, Any]:
    """`student` is there only where a class list or a learning platform's export says who it is."""
    student = (
        {"student": {"id": _name(report.student.id), "name": _name(report.student.name)}} if report.student else {}
    )
    return {
        "submission": _name(report.submission),
        "path": _name(report.path),
        "sha256": report.sha256,
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
        "seconds": report.seconds,
        "error": _sentence(report.error, language),
        "checks": [_check(check, language) for check in report.checks],
        "timeline": [_event(event) for event in report.timeline],
    } | student


def _check(check: CheckResult, language: Language) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": _sentence(check.title, language),
        "status": check.status,
        "points": check.points,
        "max_points": check.max_points,
        "expected": _sentence(check.expected, language),
        "observed": _sentence(check.observed, language),
        "hint": _sentence(check.hint, language),
        "blocked_by": check.blocked_by,
    }


def _event(event: Event) -> dict[str, Any]:
    """One flat object: what every event has, then what this one knows, then its data."""
    fields: dict[str, Any] = {"run": event.run, "launch": event.launch, "at": event.at, "event": event.event}
    for name in ("role", "relay", "signal", "pid", "text"):
        if (value := getattr(event, name)) is not None:
            fields[name] = value
    if event.text is not None and len(event.text) > LONGEST:
        fields["text"], fields["text_cut"] = event.text[:LONGEST], len(event.text) - LONGEST
    return fields | {name: _plain(value) for name, value in event.data.items() if name not in fields}


def _plain(value: Any) -> Any:
    """Facts as JSON has them."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _sentence(text: Text | None, language: Language) -> str | None:
    return None if text is None else render(text, language, _name)


def _name(name: str) -> str:
    """File names that are no UTF-8 reach Python as lone surrogates: shown with backslashes, as in saved evidence."""
    return name.encode("utf-8", "backslashreplace").decode()
