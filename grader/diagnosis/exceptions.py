"""Exceptions that students meet in this homework: what each means, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.diagnosis.limits import refused
from grader.diagnosis.tracebacks import Crash, crashes
from grader.diagnosis.why import EXCHANGE, HANDLER, KILL, PROCESS, TASK, WAITING, Scene, Why, line_of
from grader.model import SourceCall, Text
from grader.text import T, quote
from grader.view import Case, output

_PYTHON2_PRINT = re.compile(r"Missing parentheses in call to 'print'")
_NOT_UTF8 = re.compile(r"Non-UTF-8 code|\(unicode error\) 'utf-8' codec|encoding problem|invalid or missing encoding")
_ARGUMENTS = re.compile(
    r"takes (?:from )?\d+.*positional arguments? but \d+ (?:was|were) given|missing \d+ required pos"
)


HANDLER_ERROR = "handler-error"
"""An exception in answer to a signal."""


def crashes_in(scene: Scene) -> tuple[Crash, ...]:
    """The tracebacks printed in an attempt."""
    return crashes(output(scene.attempt.events), scene.case.path)


def explain(crash: Crash, slug: str, case: Case, *, ended: bool = True) -> Why:
    """The words for an exception. `slug` says where it struck; some mistakes have a slug of their own.

    `ended`: whether a process was seen to end then. An event loop lives on, and so do the other threads.
    """
    limited = refused(crash, case.homework.limits)
    if limited:
        return limited
    own, advice, notes = _system_call(crash, case.calls) or _known(crash, slug)
    observed = T("The program stopped with an exception: {error}", error=quote(crash.said, 160))
    if not ended:
        observed = T("An exception was printed: {error}", error=quote(crash.said, 160))
    elif crash.child:
        observed = T("The child process stopped with an exception: {error}", error=quote(crash.said, 160))
    return Why(slug=own or slug, observed=observed, advice=advice, notes=notes, line=crash.line)


def _known(crash: Crash, slug: str) -> tuple[str | None, Text, Text | None]:
    kind, message = crash.exception.rpartition(".")[2], crash.message
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        return _syntax(message)
    if "SIGUSER" in message:
        return None, T("The signals are called SIGUSR1 and SIGUSR2, without an E."), EXCHANGE
    if kind in ("ModuleNotFoundError", "ImportError"):
        advice = T("Use only modules that come with Python, and check how the name is spelt.")
        return "missing-module", advice, None
    if kind == "TypeError" and _ARGUMENTS.search(message) and slug == HANDLER_ERROR:
        advice = T("A signal handler is called with two arguments: def handler(sig, frame).")
        return "handler-arguments", advice, HANDLER
    if kind == "TypeError" and ("signal handler must be" in message or "required positional" in message):
        advice = T("Give signal.signal the function itself: its name without brackets.")
        return None, advice, HANDLER
    if kind == "RuntimeError" and "bootstrapping phase" in message:
        advice = T(
            'Start the process below `if __name__ == "__main__":`; without fork the child imports the file anew.'
        )
        return "no-main-guard", advice, PROCESS
    if kind == "EOFError":
        advice = T("The homework talks by signals: nothing is typed in. Leave input() out.")
        return None, advice, TASK
    advice = T("Mend the exception; the last lines of the traceback say where it comes from.")
    return None, advice, None


def _system_call(crash: Crash, calls: Iterable[SourceCall]) -> tuple[None, Text, Text | None] | None:
    """Errors of system calls, which mean this or that by the call that is in the line."""
    kind = crash.exception.rpartition(".")[2]
    there = {each.call for each in calls if each.line == crash.line}
    if kind == "OSError" and "Errno 22" in crash.message and "signal.signal" in there:
        return None, T("SIGKILL and SIGSTOP cannot be handled: take other signals."), HANDLER
    if kind == "OSError" and "Errno 22" in crash.message and there & {"os.kill", "os.killpg"}:
        return None, T("There is no signal of that number: write its name, such as signal.SIGUSR1."), KILL
    if kind == "ProcessLookupError":
        advice = T("There was no process of that PID any more: check which PID is given to os.kill.")
        return None, advice, KILL
    if kind == "ChildProcessError" and line_of(calls, "signal.signal", "SIGCHLD", "SIG_IGN"):
        advice = T("There was no child to wait for: with SIGCHLD ignored the system has taken it away already.")
        return None, advice, WAITING
    if kind == "ChildProcessError":
        advice = T("There was no such child to wait for: wait once, in its parent, and for the child's own PID.")
        return None, advice, WAITING
    return None


def _syntax(message: str) -> tuple[str, Text, Text | None]:
    if _PYTHON2_PRINT.search(message):
        return "python2-print", T("This is Python 2. In Python 3 print is a function: print(...)."), None
    if _NOT_UTF8.search(message):
        advice = T("Save the file as UTF-8, or name its encoding in the first line: # -*- coding: gbk -*-")
        return "gbk-source", advice, None
    return "syntax-error", T("Python cannot read the file: mend the syntax at this line."), None
