"""The work on one submission, as it is handed to whoever does it: this process, a worker beside it, another machine.

Everything here can be pickled. A fault of the grader costs the submission it happened with, and no other: it becomes
evidence with a `problem`, and a report with status `error`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.errors import fault
from grader.evidence import load, save
from grader.grading import Options, nothing, observe
from grader.judging import report
from grader.model import Evidence, Homework, Report, Student, Submission, Text
from grader.repeat import merged
from grader.shells import ServerKilledError, Shells

HANG = 900.0
"""Seconds after which a submission's worker is given up. The limits of the homework end any program long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is the same for all submissions of a call. `repeat`: how often each is graded."""

    homework: Homework
    options: Options
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Task:
    """A submission to grade; `number` is its place in the results."""

    number: int
    submission: Submission


@dataclass(frozen=True, slots=True)
class Finished:
    """A report, and what it was judged from: the saved evidence of each repetition, compressed (zlib)."""

    number: int
    report: Report
    evidence: tuple[bytes, ...] = ()


def carried_out(task: Task, job: Job, shells: Shells) -> Finished:
    """Grade it, here and now, with that fork server. Whatever happens, its processes are gone afterwards."""
    evidence = [_observed(task.submission, job, shells) for _repetition in range(job.repeat)]
    return _finished(task, evidence, job.homework)


def lost(task: Task, why: Text, job: Job) -> Finished:
    """What is left to say when the one who graded it is gone."""
    return _finished(task, [nothing(task.submission, job.options, why)], job.homework)


def judged(evidence: Sequence[bytes], student: Student | None, homework: Homework) -> Report:
    """The report on stored evidence. EvidenceError or zlib.error where it is damaged."""
    reports = [report(load(zlib.decompress(each)), homework) for each in evidence]
    return replace(merged(reports), student=student)


def _finished(task: Task, evidence: Sequence[Evidence], homework: Homework) -> Finished:
    verdict = merged([report(each, homework) for each in evidence])
    saved = tuple(zlib.compress(save(each)) for each in evidence)
    return Finished(task.number, replace(verdict, student=task.submission.student), saved)


def _observed(submission: Submission, job: Job, shells: Shells) -> Evidence:
    try:
        return observe(submission, job.homework, job.options, shells)
    except ServerKilledError as error:
        return nothing(submission, job.options, error.text)
    except Exception as error:  # whatever it is, the other submissions must not suffer
        return nothing(submission, job.options, fault(error))
