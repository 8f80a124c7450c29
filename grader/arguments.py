"""The command line: what may be written there, in the user's language."""

from __future__ import annotations

import argparse
import gettext
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader import __version__, arguments_batch
from grader.arguments_batch import Batch
from grader.errors import UserError
from grader.locale.translate import DOMAIN, FOLDER, LANGUAGES, LOCALES, Language, preferred, render
from grader.model import Text
from grader.reports.target import place
from grader.reports.wrapping import wrap
from grader.text import T

OUTPUTS = ("json", "csv", "html", "junit", "gradescope", "moodle", "canvas")
"""Options that name a target for results; each has its writer in `grader.reports.outputs`."""

_BESIDE = ("", "-wal", "-shm", "-journal")  # of a gradebook: what SQLite keeps its data in (sqlite.org/tempfiles.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """A command line that makes sense. `outputs`: pairs of an option of OUTPUTS and its target (- or a file)."""

    paths: tuple[str, ...]
    homework: str | None
    outputs: tuple[tuple[str, str], ...]
    template: str | None
    python: str
    isolation: str
    patience: float | None
    language: Language
    quiet: bool
    doctor: bool
    batch: Batch

    @property
    def inputs(self) -> tuple[str, ...]:
        """The files that are read, as named; also what belongs to a gradebook, there already or not. No folders:
        results may well be written into one.
        """
        books = [place(each) for each in (self.batch.gradebook, self.batch.rejudge) if each is not None]
        beside = [book + ending for book in books for ending in _BESIDE]
        files = [each for each in (self.homework, self.batch.roster, *beside) if each is not None]
        return (*(each for each in self.paths if not os.path.isdir(each)), *files)  # noqa: PTH112 - may have a NUL


class UsageError(UserError):
    """A command line that makes no sense."""


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments; SystemExit after --help and --version (0) and where they make no sense (2)."""
    language = _language(argv)
    # argparse looks its own words up with gettext, which takes the language from this variable and no other way.
    os.environ["LANGUAGE"] = LOCALES[language]
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    parser = _parser(language)
    found = parser.parse_args(argv)
    outputs = tuple((name, target) for name in OUTPUTS if (target := getattr(found, name)) is not None)
    try:
        batch = arguments_batch.read(found)
        if sum(target == "-" for _name, target in outputs) > 1:
            raise UsageError(T("only one result can go to standard output"))
        if found.template is not None and not {"moodle", "canvas"} & dict(outputs).keys():
            raise UsageError(T("--template: it is filled in for --moodle or --canvas, and neither is given"))
        patience = _patience(found.patience)
    except UserError as error:
        parser.error(render(error.text, language))
    return Arguments(
        paths=tuple(found.paths),
        homework=found.homework,
        outputs=outputs,
        template=found.template,
        python=found.python,
        isolation=found.isolation,
        patience=patience,
        language=language,
        quiet=found.quiet,
        doctor=found.doctor,
        batch=batch,
    )


def _patience(given: str | None) -> float | None:
    if given is None:
        return None
    from grader.homework import LONGEST_PATIENCE  # noqa: PLC0415 - rarely needed

    try:
        patience = float(given)
    except ValueError:
        patience = math.nan
    if not 0 < patience <= LONGEST_PATIENCE:
        raise UsageError(
            T(
                "--patience: expected seconds, above 0 and at most {most}, found {found}",
                most=LONGEST_PATIENCE,
                found=given,
            )
        )
    return patience


def _language(argv: Sequence[str]) -> Language:
    """The language of the errors and the help: needed before the rest can be parsed."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=LANGUAGES)
    try:
        known, _rest = early.parse_known_args(argv)
    except (argparse.ArgumentError, SystemExit):  # the real parser will say what is wrong
        return preferred(os.environ)
    return known.lang or preferred(os.environ)


class _Formatter(argparse.HelpFormatter):
    """Wraps Chinese too, which has no spaces and wide characters. Overrides what argparse has for that, by its name."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width))


def _outputs(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    """The other files that results can be written to."""
    for name, metavar, text in (
        ("csv", "FILE", T("also write the results there as a table for spreadsheets")),
        ("html", "DIR", T("also write a report for the browser there: the whole class, and a page for each")),
        ("junit", "FILE", T("also write the results there as JUnit XML, for CI servers")),
        ("gradescope", "FILE", T("also write the result of one submission there as Gradescope's results.json")),
        ("moodle", "FILE", T("also write the grades there for Moodle: the worksheet filled in, or a file to import")),
        ("canvas", "FILE", T("also write the grades there for Canvas: the export filled in, or a file to import")),
        ("template", "FILE", T("the worksheet downloaded from Moodle, or the CSV exported from Canvas, to fill in")),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=say(text))


def _parser(language: Language) -> argparse.ArgumentParser:
    def say(text: Text) -> str:
        return render(text, language).replace("%", "%%")

    parser = argparse.ArgumentParser(
        prog="grade",
        formatter_class=_Formatter,
        allow_abbrev=False,
        usage=say(T("grade [OPTIONS] PATH...")),
        description=say(
            T(
                "Runs programs made of processes that talk by signals, and says, "
                "check by check, what they did, what was expected and how to mend it."
            )
        ),
        epilog=say(
            T(
                "Exit status: 0 all checks that are worth points pass; 1 some fail; 2 wrong usage, "
                "or nothing to grade; 3 something could not be decided or graded; 130 interrupted."
            )
        ),
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=say(T("a program (*.py), a folder of submissions, or a learning platform's .zip")),
    )
    parser.add_argument("--homework", metavar="FILE", help=say(T("a homework file; without it, the bus")))
    parser.add_argument(
        "--json",
        metavar="FILE",
        help=say(
            T("also write the results there as JSON; - is standard output, and the report then goes to standard error")
        ),
    )
    _outputs(parser, say)
    arguments_batch.add(parser, say)
    parser.add_argument(
        "--python",
        metavar="EXE",
        default=sys.executable,
        help=say(T("the interpreter that runs the submissions; without it, the grader's own")),
    )
    parser.add_argument(
        "--isolation",
        choices=("auto", "bwrap", "none"),
        default="auto",
        help=say(T("how submissions are kept apart from the machine; auto takes what this version and machine offer")),
    )
    parser.add_argument(
        "--patience",
        metavar="SECONDS",
        help=say(T("how long to wait for what does not come; without it, what the homework file says")),
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=say(T("the language; without it, that of the locale")))
    parser.add_argument(
        "--doctor", action="store_true", help=say(T("say what this machine offers, and how to get what is missing"))
    )
    parser.add_argument("-q", "--quiet", action="store_true", help=say(T("one line for each submission, and no more")))
    parser.add_argument(
        "--version", action="version", version=f"grade {__version__}", help=say(T("say which version this is"))
    )
    return parser
