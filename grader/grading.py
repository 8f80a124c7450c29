"""One submission, on one screen: launch, drive, record."""

from __future__ import annotations

import os
import re
import sys
import time
from dataclasses import dataclass, replace

from grader.kernel import proc
from grader.kernel.prctl import PR_SET_CHILD_SUBREAPER, prctl
from grader.launch import Launcher
from grader.model import Evidence, Homework, Isolation, Submission, Text
from grader.sandbox import sandbox
from grader.scenarios.conduct import Conduct
from grader.shells import Shells
from grader.source import calls
from grader.tasks import Loop

# What two launches side by side could meet in, where no sandbox keeps them apart.
_SHARED = re.compile(rb"/tmp|/var|/dev/shm|socket|mkfifo|shared_memory|address|\bport\b|Client|Listener")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How submissions are run: the interpreter, seconds of patience, behind which walls; `hurry` as in Conduct."""

    python: str = sys.executable
    patience: float = 2.0
    isolation: Isolation = "none"
    hurry: bool = True


def observe(submission: Submission, homework: Homework, options: Options, shells: Shells | None = None) -> Evidence:
    """Run one submission through all scenarios. Whatever happens, its processes are gone afterwards.

    `shells` is the fork server that starts them; without one each launch makes its own.
    """
    began = time.monotonic()
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # should a program kill its stand-in shell, its orphans come here
    walls = sandbox(options.python) if options.isolation == "bwrap" else None
    overlap = options.isolation != "none" or not _SHARED.search(submission.source)
    loop = Loop()
    launcher = Launcher(
        submission=submission,
        python=options.python,
        sandbox=walls,
        limits=homework.limits,
        spared=frozenset(proc.children(os.getpid())),
        shells=shells,
    )
    conduct = Conduct(loop, launcher, homework, options.patience, overlap=overlap, hurry=options.hurry)
    launches = loop.run(conduct.run())
    events = tuple(event for recorder in launches for event in recorder.events)
    seconds = round(time.monotonic() - began, 3)
    return replace(nothing(submission, options), seconds=seconds, events=events, calls=calls(submission.source))


def nothing(submission: Submission, options: Options, problem: Text | None = None) -> Evidence:
    """The evidence before anything was observed, or where that came to nothing because of a `problem`."""
    return Evidence(
        submission=submission.name,
        path=submission.path,
        sha256=submission.sha256,
        isolation=options.isolation,
        python=options.python,
        patience=options.patience,
        seconds=0.0,
        events=(),
        problem=problem,
    )
