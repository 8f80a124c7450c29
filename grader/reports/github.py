"""In GitHub Actions: the report in the log as it is anywhere, annotations at the students' lines, and a summary.

A line of the log that begins with `::` is a command to the runner, and a student may print one; so the whole report
stands between `::stop-commands::TOKEN` and `::TOKEN::`, where no line is a command. Sources: GitHub's documentation of
workflow commands; of annotations a step keeps ten of a kind, and a summary of more than 1 MiB is thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Literal, TextIO

from grader.errors import reason
from grader.locale.translate import Language, title
from grader.model import CheckResult, Grading, Report, Text
from grader.reports.visible import visible
from grader.reports.words import explained, not_passed, say, verdict
from grader.text import T

MOST = 10
"""Annotations of a kind that a step can have; the rest would be dropped without a word."""

LARGEST = 1024 << 10
"""Bytes of a step's summary."""

_LONGEST_PATH = 4096  # characters: PATH_MAX (limits.h)
_SPARE = 2_000  # bytes kept for what ends the summary


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark at a place in a file: what it is called, and what it says."""

    kind: Literal["error", "warning", "notice"]
    name: str
    message: str
    file: str = ""
    line: int | None = None

    def command(self) -> str:
        """The line for the runner."""
        properties = {"file": visible(self.file, "en", _LONGEST_PATH), "line": str(self.line or ""), "title": self.name}
        given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
        return f"::{self.kind} {given}::{_data(self.message)}"


class Log:
    """A context in which the report is printed; `finish` it with the results. Outside of Actions it does nothing."""

    def __init__(self, stream: TextIO, environ: Mapping[str, str] = os.environ) -> None:
        self._stream = stream
        self._environ = environ
        self._token = ""

    def __enter__(self) -> Log:
        if self._environ.get("GITHUB_ACTIONS") == "true":
            self._token = os.urandom(20).hex()  # nobody who prints can know it
            print(f"::stop-commands::{self._token}", file=self._stream, flush=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reopen()

    def _reopen(self) -> bool:
        if self._token:
            print(f"::{self._token}::", file=self._stream, flush=True)
        listening, self._token = bool(self._token), ""
        return listening

    def finish(self, grading: Grading, language: Language) -> list[Text]:
        """Annotations and the summary; remarks on what could not be written."""
        if not self._reopen():
            return []
        root = self._environ.get("GITHUB_WORKSPACE", "")
        for each in annotate(grading, language, root):
            print(each.command(), file=self._stream)
        self._stream.flush()
        if not (name := self._environ.get("GITHUB_STEP_SUMMARY")):
            return []
        try:
            with Path(name).open("ab") as file:
                for part in summary(grading, language, LARGEST - file.tell() - _SPARE):
                    file.write(part)
        except OSError as error:
            return [T("{file}: cannot be written: {reason}", file=name, reason=reason(error))]
        return []


def annotate(grading: Grading, language: Language, root: str = "") -> list[Annotation]:
    """The most important annotations, and the points for GitHub Classroom. `root`: paths are from there."""
    alone = len(grading.reports) == 1
    every = [
        each for report in grading.reports for each in ((_checks if alone else _submission)(report, language, root))
    ]
    found: list[Annotation] = []
    for kind in ("error", "warning"):
        of_kind = [each for each in every if each.kind == kind]
        shown = of_kind if len(of_kind) <= MOST else of_kind[: MOST - 1]
        found += shown
        if left := len(of_kind) - len(shown):
            found.append(
                Annotation(shown[0].kind, "...", say(T("{count} more: see the summary", count=left), language))
            )
    score = sum(report.score for report in grading.reports)
    most = sum(report.max_score for report in grading.reports)
    if most:
        found.append(Annotation("notice", "Autograding complete", f"Points {score}/{most}"))
        found.append(Annotation("notice", "Autograding report", f'{{"totalPoints":{score},"maxPoints":{most}}}'))
    return found


def _checks(report: Report, language: Language, root: str) -> Iterator[Annotation]:
    """For one program: each check that someone should look at, at the line its hint names."""
    path = _path(report.path, root)
    if report.error is not None:
        yield Annotation("warning", _name(report, language), say(verdict(report), language), path)
    for check in not_passed(report):
        kind: Literal["error", "warning"] = "error" if _costs(check) else "warning"
        yield Annotation(
            kind, check.id, f"{say(check.title, language)}\n{explained(check, language)}", path, check.line
        )


def _submission(report: Report, language: Language, root: str) -> Iterator[Annotation]:
    """For a class: one for each program that has mistakes or needs a look."""
    failed = [check for check in report.checks if _costs(check)]
    if not failed and report.status == "graded":
        return
    words = [say(verdict(report), language), ", ".join(check.id for check in failed)]
    yield Annotation(
        "error" if report.status == "graded" else "warning",
        _name(report, language),
        "\n".join(filter(None, words)),
        _path(report.path, root),
        next((check.line for check in failed if check.line), None),
    )


def summary(grading: Grading, language: Language, room: int) -> Iterator[bytes]:
    """Markdown in at most so many bytes: a table of HTML, in which nothing a student wrote is Markdown or markup."""
    head = f"## {escape(visible(title(grading.homework, language), language))}\n\n<table>\n"
    yield head.encode()
    left = room - len(head.encode())
    for done, report in enumerate(grading.reports):
        part = _row(report, language).encode()
        if len(part) > left:
            yield f"<tr><td>{say(T('{count} more', count=len(grading.reports) - done), language)}</td></tr>\n".encode()
            break
        left -= len(part)
        yield part
    yield b"</table>\n\n"


def _row(report: Report, language: Language) -> str:
    """Name and verdict, and the reasons to fold out."""
    cells = f"<tr><td>{escape(_name(report, language))}</td><td>{escape(say(verdict(report), language))}</td><td>"
    for check in islice(not_passed(report), 20):
        lines = "<br>".join(escape(line) for line in explained(check, language).splitlines())
        cells += (
            f"<details><summary>{escape(say(check.title, language))} <code>{check.id}</code></summary>{lines}</details>"
        )
    return f"{cells}</td></tr>\n"


def _costs(check: CheckResult) -> bool:
    return check.status == "fail" and check.max_points > 0


def _name(report: Report, language: Language) -> str:
    return visible(report.submission, language)


def _path(path: str, root: str) -> str:
    """As GitHub has it: from the root of the repository; as it is where it lies elsewhere."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - links stay, as in the repository
    if root and absolute.startswith(os.path.join(root, "")):  # noqa: PTH118
        return os.path.relpath(absolute, root)
    return path


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
