"""One call of `grade`: submissions in, reports out, one after the other.

A submission that cannot be read, and a fault of the grader itself, become a report with status `error`: one
submission's trouble never keeps the others from their verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.errors import fault
from grader.grading import Options, observe
from grader.judging import report
from grader.model import Homework, Report, Submission, Text
from grader.submissions import Candidate, Unusable, read


def graded(found: Iterable[Candidate | Unusable], homework: Homework, options: Options) -> Iterator[Report]:
    """A report for each, in the order given, as soon as it is there."""
    for each in found:
        submission = read(each) if isinstance(each, Candidate) else each
        if isinstance(submission, Submission):
            yield _report(submission, homework, options)
        else:
            yield refused(submission, homework)


def refused(unusable: Unusable, homework: Homework) -> Report:
    """The report on something that could not even be tried."""
    return _error(unusable.name, unusable.path, "", unusable.reason, homework)


def _report(submission: Submission, homework: Homework, options: Options) -> Report:
    try:
        return report(observe(submission, homework, options), homework)
    except Exception as error:  # whatever it is, the other submissions must not suffer
        return _error(submission.name, submission.path, submission.sha256, fault(error), homework)


def _error(name: str, path: str, sha256: str, why: Text, homework: Homework) -> Report:
    return Report(
        submission=name,
        path=path,
        sha256=sha256,
        status="error",
        score=0,
        max_score=sum(homework.points.values()),
        seconds=0.0,
        error=why,
        checks=(),
        timeline=(),
    )
