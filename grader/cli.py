"""The command `grade`: the only module that decides about exit statuses."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING

from grader.arguments import Arguments, parse
from grader.errors import UserError
from grader.locale.translate import Language, preferred, render
from grader.model import Text
from grader.text import T

if TYPE_CHECKING:
    from grader.model import Homework, Report
    from grader.reports.outputs import Outputs
    from grader.submissions import Candidate, Unusable

PASSED, FAILED, USAGE, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; its exit status. Whatever goes wrong, the user sees a sentence and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A screen that cannot show Chinese gets backslashes instead of an exception.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    language = preferred(os.environ)
    try:
        arguments = parse(sys.argv[1:] if argv is None else argv)
        language = arguments.language
        with _ended_like_interrupted():
            return _doctor(arguments) if arguments.doctor else _grade(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the report has left (`grade ... | head`): no one is there to be told anything.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNDECIDED
    except Exception as error:
        from grader.session import fault  # noqa: PLC0415

        _complain(fault(error), language)
        return UNDECIDED


def _doctor(arguments: Arguments) -> int:
    from grader.doctor import examine  # noqa: PLC0415
    from grader.reports.page import Page  # noqa: PLC0415

    return PASSED if examine(Page(sys.stdout, arguments.language)) else UNDECIDED


def _grade(arguments: Arguments) -> int:
    from grader.homework import BUS, load  # noqa: PLC0415
    from grader.interpreter import interpreter  # noqa: PLC0415
    from grader.reports.outputs import outputs  # noqa: PLC0415
    from grader.submissions import Candidate, find  # noqa: PLC0415

    language = arguments.language
    try:
        homework = load(arguments.homework or BUS)
        python = interpreter(arguments.python)
        if arguments.isolation == "bwrap":
            raise UserError(T("--isolation bwrap: this version of the grader has no isolation yet"))
        wanted = outputs(arguments.outputs, arguments.template)
        found = find(arguments.paths)
        wanted.check((each.path for each in found), len(found))
    except UserError as error:
        _complain(error.text, language)
        return USAGE
    if not any(isinstance(each, Candidate) or not each.mistyped for each in found):
        for each in found:
            if not isinstance(each, Candidate):
                _complain(T("{path}: {reason}", path=each.path, reason=each.reason), language)
        return USAGE
    return _run(arguments, homework, python, wanted, found)


def _run(
    arguments: Arguments,
    homework: Homework,
    python: str,
    wanted: Outputs,
    found: list[Candidate | Unusable],
) -> int:
    """Grade, show and write; what is finished is shown and written also when the rest is interrupted."""
    from grader import __version__  # noqa: PLC0415
    from grader.grading import Options  # noqa: PLC0415
    from grader.model import Grading  # noqa: PLC0415
    from grader.reports.page import Page  # noqa: PLC0415
    from grader.reports.terminal import Terminal  # noqa: PLC0415
    from grader.session import graded  # noqa: PLC0415

    language = arguments.language
    options = Options(python=python, patience=arguments.patience or homework.patience, isolation="none")
    screen = sys.stderr if wanted.to_standard_output else sys.stdout
    terminal = Terminal(Page(screen, language), len(found), quiet=arguments.quiet)
    reports: list[Report] = []
    interrupted = False
    try:
        for report in graded(found, homework, options):
            reports.append(report)
            terminal.finished(report)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        grading = Grading(homework=homework, grader=__version__, isolation=options.isolation, reports=tuple(reports))
        unwritten, remarks = wanted.write(grading, language)
    terminal.close(grading)
    for text in (*remarks, *([unwritten.text] if unwritten else [])):
        _complain(text, language)
    if interrupted:
        _complain(T("interrupted; finished: {done} of {total}", done=len(reports), total=len(found)), language)
        return INTERRUPTED
    return UNDECIDED if unwritten else status(reports)


def status(reports: Sequence[Report]) -> int:
    """The exit status of these reports. What could not be decided comes first: someone has to look at it."""
    if any(report.status != "graded" for report in reports):
        return UNDECIDED
    pointed = (check for report in reports for check in report.checks if check.max_points)
    return PASSED if all(check.status == "pass" for check in pointed) else FAILED


@contextlib.contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """SIGTERM and SIGHUP end the command as Ctrl+C does: programs under way are killed, finished results are kept."""

    def interrupt(_signum: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _complain(text: Text, language: Language) -> None:
    """One line on standard error."""
    from grader.reports.visible import visible  # noqa: PLC0415

    sys.stdout.flush()
    print(f"grade: {render(text, language, lambda words: visible(words, language))}", file=sys.stderr)
