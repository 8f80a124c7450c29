"""A limit of the homework that the program went over: which one, and what usually leads there.

Some the grader's watch sees passed, and records. The others the kernel holds by refusing, so that only the program can
say so: an exception with the error of a system call (errno(3)), or the end by a signal (getrlimit(2), RLIMIT_FSIZE).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grader.diagnosis.tracebacks import Crash
from grader.diagnosis.why import Why
from grader.model import Event, Limits, Text
from grader.text import T

_ERRNO = re.compile(r"\[Errno (\d+)\]")
_REFUSALS = {24: "open_files", 27: "file_bytes", 28: "disk_bytes"}  # EMFILE, EFBIG, ENOSPC
_MEBI = 1 << 20


def limited(limit: Event) -> Why:
    """The words for a limit whose passing was recorded; not for that of the time on the wall, which proves nothing."""
    allowed = limit.data.get("allowed")
    return _why(str(limit.data.get("limit")), allowed if isinstance(allowed, (int, float)) else 0)


def refused(crash: Crash, limits: Limits) -> Why | None:
    """The words for an exception that says the kernel has refused something; None for any other."""
    limit = _refusal(crash.exception.rpartition(".")[2], crash.message)
    allowed = getattr(limits, limit) if limit else None
    return _why(limit, allowed, crash.line) if limit and allowed is not None else None


def _refusal(kind: str, message: str) -> str | None:
    number = _ERRNO.match(message)
    if kind == "MemoryError":
        return "memory_bytes"
    if kind == "BlockingIOError" or (kind == "RuntimeError" and "can't start new thread" in message):
        return "processes"
    return _REFUSALS.get(int(number[1][:9])) if kind == "OSError" and number else None


def _why(limit: str, allowed: float, line: int | None = None) -> Why:
    row = _LIMITS[limit]
    size = allowed / _MEBI if limit.endswith("_bytes") else allowed
    return Why(slug=row.slug, observed=row.observed(f"{size:.6g}"), advice=row.advice, line=line)


@dataclass(frozen=True, slots=True)
class _Row:
    """The words for one limit; `observed` is given what was allowed, in seconds, MiB or as a count."""

    slug: str
    observed: Callable[[str], Text]
    advice: Text


_NO_LARGE_FILE = T("The homework needs no large file: look for a loop that writes without end.")
_LIMITS = {
    "cpu_seconds": _Row(
        "limit-processor-time",
        lambda allowed: T("The program used more than {allowed} s of processor time.", allowed=allowed),
        T("Look for a loop that computes without end: let it wait, with signal.pause() for example."),
    ),
    "memory_bytes": _Row(
        "limit-memory",
        lambda allowed: T("The program took more than {allowed} MiB of memory.", allowed=allowed),
        T("Look for a list or a text that grows without end, and for a loop that creates processes."),
    ),
    "processes": _Row(
        "limit-processes",
        lambda allowed: T("The program had more than {allowed} processes and threads at once.", allowed=allowed),
        T("Look for a loop that creates processes, and see that a child never comes back into that loop."),
    ),
    "output_bytes": _Row(
        "limit-output",
        lambda allowed: T("The program printed more than {allowed} MiB.", allowed=allowed),
        T("Look for a loop that prints without end."),
    ),
    "file_bytes": _Row(
        "limit-file-size",
        lambda allowed: T("The program wrote a file of more than {allowed} MiB.", allowed=allowed),
        _NO_LARGE_FILE,
    ),
    "disk_bytes": _Row(
        "limit-disk",
        lambda allowed: T(
            "The files of the program took more room than there is for them: {allowed} MiB.", allowed=allowed
        ),
        _NO_LARGE_FILE,
    ),
    "open_files": _Row(
        "limit-open-files",
        lambda allowed: T("The program had more than {allowed} files and pipes open at once.", allowed=allowed),
        T("Look for a loop that opens files, pipes or queues, and close each when it is done with."),
    ),
}
