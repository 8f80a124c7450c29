"""The files that results are written to, by the name of their option.

Adding one is a module with a `write`, a line here and an option in `grader.arguments`. A writer goes through
`grading.reports` as often as it likes, keeps one report at a time, and writes as it goes. Modules are loaded when
their option is used: one of them needs a template engine, and `grade --version` needs none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from grader.errors import UserError
from grader.locale.translate import Language
from grader.model import Grading, Text
from grader.reports.folder import Folder
from grader.reports.target import Target, place
from grader.text import T

if TYPE_CHECKING:
    from grader.reports.template import Template

WRITERS: Mapping[str, str] = {
    "json": "grader.reports.json",
    "csv": "grader.reports.csv",
    "html": "grader.reports.html",
    "junit": "grader.reports.junit",
    "gradescope": "grader.reports.gradescope",
    "moodle": "grader.reports.moodle",
    "canvas": "grader.reports.canvas",
}
"""The module of each option: it has `write(grading, language, out) -> None`, where `out` is a binary file or, for a
report of many files, a Folder. One that can fill in a downloaded file has `fill(template, grading, language, out)` too,
which returns what the teacher should know about rows and results that did not find each other.
"""

FILLED = ("moodle", "canvas")
"""Options that `--template` goes with: their files are for a gradebook, where only decided scores belong."""

FOLDERS = ("html",)
"""Options that name a folder."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one call of `grade` is to write, where, and into which downloaded file."""

    targets: tuple[tuple[str, Target | Folder], ...]
    template: Template | None = None

    @property
    def to_standard_output(self) -> bool:
        """Whether one of them goes where the report for people would."""
        return any(target.is_standard_output for _name, target in self.targets)

    def check(self, inputs: Iterable[str], total: int) -> None:
        """UserError where writing is bound to fail, or would destroy one of these files, which the call reads."""
        inputs = list(inputs)
        # By name too: a gradebook, and what SQLite writes beside it, may still have to be made.
        named = {place(each) for each in inputs}
        places: set[str] = set()
        for name, target in self.targets:
            target.check()
            here = place(target.name)
            if not target.is_standard_output and (here in named or self._is_read(name, target, inputs)):
                raise UserError(T("{file}: this is an input; the results would overwrite it", file=target.name))
            if here in places:
                raise UserError(T("{file}: two results would be written there", file=target.name))
            places.add(here)
            if name == "gradescope" and total != 1:
                raise UserError(_one(total))

    def _is_read(self, name: str, target: Target | Folder, inputs: Iterable[str]) -> bool:
        """The template has been read when it is replaced: by itself, filled in, and by nothing else."""
        template = self.template
        other = template is not None and template.option != name and target.is_same_file(template.name)
        return other or any(target.is_same_file(each) for each in inputs)

    def write(self, grading: Grading, language: Language) -> tuple[UserError | None, list[Text]]:
        """Write them all: the first failure, which keeps none of the others, and remarks for the teacher."""
        failure: UserError | None = None
        remarks: list[Text] = []
        for name, target in self.targets:
            try:
                found = self._write(name, target, grading, language)
                remarks += [T("--{option}: {remark}", option=name, remark=each) for each in found]
            except UserError as error:
                failure = failure or error
        return failure, remarks

    def _write(self, name: str, target: Target | Folder, grading: Grading, language: Language) -> Sequence[Text]:
        module: Any = import_module(WRITERS[name])
        if name == "gradescope" and len(grading.reports) != 1:
            raise UserError(_one(len(grading.reports)))
        with target.open() as out:
            if self.template is not None and self.template.option == name:
                remarks: Sequence[Text] = module.fill(self.template, grading, language, out)
                return remarks
            module.write(grading, language, out)
        return _unfilled(grading) if name in FILLED else ()


def outputs(targets: Iterable[tuple[str, str]], template: str | None = None) -> Outputs:
    """The outputs asked for: pairs of option and place. UserError where the template is none."""
    named = tuple((name, Folder(place) if name in FOLDERS else Target(place)) for name, place in targets)
    if template is None:
        return Outputs(named)
    from grader.reports.template import load  # noqa: PLC0415

    return Outputs(named, load(template, [name for name, _target in named]))


def _one(count: int) -> Text:
    return T("--gradescope: expected one submission, found {count}; Gradescope grades each alone", count=count)


def _unfilled(grading: Grading) -> Sequence[Text]:
    from grader.reports.filling import unfilled  # noqa: PLC0415

    return unfilled(grading)
