"""What a grading depends on, as digests: the gradebook's way to know what it holds already."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import replace
from functools import cache

import msgspec

from grader import __version__
from grader.interpreter import dotted, version
from grader.model import Homework, Submission
from grader.text import plain
from grader.work import Job


def key(submission: Submission, job: Job) -> str:
    """Two gradings with the same key have no reason to differ."""
    options, homework = job.options, job.homework
    run = [homework.name, homework.relays, homework.final, homework.first_out, homework.limits]
    machine = [
        options.python,
        python_version(options.python),
        options.patience,
        options.isolation,
        __version__,
        job.repeat,
    ]
    called = plain(submission.filename or os.path.basename(submission.path))  # noqa: PTH119 - in every traceback of it
    return _digest([submission.identity, called, submission.sha256, run, machine])


def protocol(homework: Homework) -> str:
    """What the grader does with a program, apart from the words it looks for: evidence of one protocol can be judged
    by any homework of the same. A digest."""
    relays = [replace(relay, message="", accepted=()) for relay in homework.relays]
    return _digest([relays, homework.final, homework.first_out])


@cache
def python_version(python: str) -> str:
    """Of the interpreter that runs the submissions; its path, where it does not say."""
    found = sys.version_info[:3] if python == sys.executable else version(python)
    return dotted(found) if found else python


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
