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
from grader.errors import UserError, fault
from grader.locale.translate import Language, preferred, render
from grader.model import Text
from grader.text import T

if TYPE_CHECKING:
    from grader.attribution import Assigned
    from grader.call import Ending, Setting
    from grader.grading import Options
    from grader.model import Isolation

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
            if arguments.doctor:
                return _doctor(arguments)
            if arguments.batch.rejudge:
                return _rejudge(arguments)
            return _watch(arguments) if arguments.batch.watch else _grade(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the report has left (`grade ... | head`): no one is there to be told anything.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNDECIDED
    except Exception as error:
        _complain(fault(error), language)
        return UNDECIDED


def _doctor(arguments: Arguments) -> int:
    from grader.doctor import examine  # noqa: PLC0415
    from grader.reports.page import Page  # noqa: PLC0415

    return PASSED if examine(Page(sys.stdout, arguments.language)) else UNDECIDED


def _grade(arguments: Arguments) -> int:
    from grader.call import Setting, with_students  # noqa: PLC0415
    from grader.grading import Options  # noqa: PLC0415
    from grader.homework import BUS, load  # noqa: PLC0415
    from grader.interpreter import interpreter  # noqa: PLC0415
    from grader.isolation import choose  # noqa: PLC0415
    from grader.reports.outputs import outputs  # noqa: PLC0415
    from grader.submissions import Candidate, find  # noqa: PLC0415

    language = arguments.language
    try:
        homework = load(arguments.homework or BUS)
        python = interpreter(arguments.python)
        wanted = outputs(arguments.outputs, arguments.template)
        assigned = with_students(find(arguments.paths), arguments.batch.roster)
        found = assigned.found
        wanted.check([*arguments.inputs, python, *(each.path for each in found)], len(found))
        isolation, without = choose(arguments.isolation, python, several=len(found) > 1)
    except UserError as error:
        _complain(error.text, language)
        return USAGE
    if not any(isinstance(each, Candidate) or not each.mistyped for each in found):
        for each in found:
            if not isinstance(each, Candidate):
                _complain(T("{path}: {reason}", path=each.path, reason=each.reason), language)
        return USAGE
    if without and not arguments.quiet:
        _complain(without, language)
    options = Options(python=python, patience=arguments.patience or homework.patience, isolation=isolation)
    setting = Setting(homework=homework, isolation=isolation, wanted=wanted, language=language, quiet=arguments.quiet)
    return _run(arguments, setting, options, assigned)


def _watch(arguments: Arguments) -> int:
    from grader.watching import watch  # noqa: PLC0415

    path = arguments.paths[0]
    if not os.path.isfile(path):  # noqa: PTH113 - a name with a NUL is no file either
        _complain(T("--watch: {path} is not a file", path=path), arguments.language)
        return USAGE

    def grade() -> bool:
        if sys.stdout.isatty():
            print("\x1b[H\x1b[2J\x1b[3J", end="")  # the cursor to the top, the screen and what scrolled off it cleared
        interrupted = _grade(arguments) == INTERRUPTED
        if not interrupted:
            _complain(T("watching {path}; Ctrl+C ends", path=path), arguments.language)
        return not interrupted

    watch(path, grade)
    return INTERRUPTED


def _rejudge(arguments: Arguments) -> int:
    from grader.call import Setting, rejudged  # noqa: PLC0415
    from grader.homework import BUS, load  # noqa: PLC0415
    from grader.reports.outputs import outputs  # noqa: PLC0415

    book = arguments.batch.rejudge or ""
    try:
        homework = load(arguments.homework or BUS)
        wanted = outputs(arguments.outputs, arguments.template)
        wanted.check(arguments.inputs, 1)

        def setting(isolation: Isolation) -> Setting:
            return Setting(
                homework=homework,
                isolation=isolation,
                wanted=wanted,
                language=arguments.language,
                quiet=arguments.quiet,
            )

        ending = rejudged(book, arguments.batch.roster, homework, setting)
    except UserError as error:
        _complain(error.text, arguments.language)
        return USAGE
    return _ended(ending, arguments.language)


def _run(arguments: Arguments, setting: Setting, options: Options, assigned: Assigned) -> int:
    from grader.call import graded  # noqa: PLC0415
    from grader.work import Job  # noqa: PLC0415

    job = Job(homework=setting.homework, options=options, repeat=arguments.batch.repeat)
    try:
        ending = graded([*assigned.found, *assigned.others], job, arguments.batch, setting)
    except UserError as error:
        _complain(error.text, setting.language)
        return USAGE
    ending.remarks += assigned.remarks
    return _ended(ending, setting.language)


def _ended(ending: Ending, language: Language) -> int:
    """The exit status. What could not be decided comes first: someone has to look at it."""
    for text in (*ending.remarks, *([ending.failure] if ending.failure else [])):
        _complain(text, language)
    if ending.interrupted:
        _complain(T("interrupted; finished: {done} of {total}", done=ending.done, total=ending.total), language)
        return INTERRUPTED
    if ending.failure or ending.undecided:
        return UNDECIDED
    return FAILED if ending.failed else PASSED


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
