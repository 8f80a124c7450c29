"""One call of `grade`: submissions in, results out, by whichever engine there is.

A submission that cannot be read, and a fault of the grader itself, become a report with status `error`: one
submission's trouble never keeps the others from their verdicts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from grader.keys import key as key_of
from grader.model import Homework, Report, Submission
from grader.shells import Shells
from grader.submissions import Candidate, Unusable, read
from grader.work import Finished, Job, Task, carried_out, lost

if TYPE_CHECKING:
    from grader.archives import Archives
    from grader.gradebook import Gradebook

Engine: TypeAlias = Callable[[Iterable[Task | Finished], Job], Generator[Finished, None, None]]
"""Yields the result of each task, in any order, and what is finished already as it meets it."""

_OTHERS = 0.2  # seconds between looks at what another command is grading


def serial(tasks: Iterable[Task | Finished], job: Job) -> Generator[Finished, None, None]:
    """The engine for a single submission: this process itself, where starting a pool would take longer."""
    with Shells() as shells:
        for task in tasks:
            yield task if isinstance(task, Finished) else carried_out(task, job, shells)


@dataclass(frozen=True, slots=True)
class Result:
    """A result, with the program's bytes where they could be read. `kept`: it was in the gradebook already."""

    finished: Finished
    source: bytes | None
    kept: bool = False


class Session:
    """A call under way."""

    def __init__(self, job: Job, engine: Engine, book: Gradebook | None) -> None:
        self._job = job
        self._engine = engine
        self._book = book
        self._under_way: dict[int, tuple[Submission, str]] = {}  # with their keys

    def graded(
        self, found: Sequence[Candidate | Unusable], archives: Archives | None = None
    ) -> Generator[Result, None, None]:
        """A result for each, as soon as it is there; numbers are places in `found`. Each is in the gradebook before it
        is yielded. What another command is grading at this moment is waited for.
        """
        left = list(enumerate(self._book.recognised(found) if self._book else found))
        while left:
            others: list[tuple[int, Candidate | Unusable]] = []
            with closing(self._engine(self._tasks(left, others, archives), self._job)) as results:
                for finished in results:
                    yield self._result(finished)
            if len(others) == len(left):
                time.sleep(_OTHERS)
            left = others

    def _tasks(
        self,
        found: Iterable[tuple[int, Candidate | Unusable]],
        others: list[tuple[int, Candidate | Unusable]],
        archives: Archives | None,
    ) -> Iterator[Task | Finished]:
        """What is to be done, and what needs nothing done; `others` gets what another command is at."""
        for number, each in found:
            submission = read(each, archives) if isinstance(each, Candidate) else each
            if isinstance(submission, Unusable):
                yield self._untried(number, submission)
                continue
            task = Task(number, submission)
            key = key_of(submission, self._job) if self._book else ""
            if self._book is None:
                self._under_way[number] = submission, key
                yield task
            elif stored := self._book.stored(task, key, self._job.homework):
                self._under_way[number] = submission, ""
                yield stored
            elif not self._book.claim(key):
                others.append((number, each))
            elif stored := self._book.stored(task, key, self._job.homework):  # finished between the two looks
                self._book.release(key)
                self._under_way[number] = submission, ""
                yield stored
            else:
                self._under_way[number] = submission, key
                yield task

    def _untried(self, number: int, unusable: Unusable) -> Finished:
        """What somebody handed in is kept also where it cannot be graded; else they would seem to have handed in
        nothing when the gradebook is judged again. What is not there is not kept: it may come. Rows that the class list
        adds have no identity, and are added again by whichever list there is then.
        """
        if self._book is None or unusable.mistyped or not unusable.identity:
            return Finished(number, refused(unusable, self._job.homework))
        submission = Submission(
            name=unusable.name,
            path=unusable.path,
            source=b"",
            sha256="",
            student=unusable.student,
            identity=unusable.identity,
        )
        finished = lost(Task(number, submission), unusable.reason, self._job)
        self._book.keep(finished, submission, key_of(submission, self._job), self._job)
        return finished

    def _result(self, finished: Finished) -> Result:
        if finished.number not in self._under_way:
            return Result(finished, None)
        submission, key = self._under_way.pop(finished.number)
        if self._book and key:
            self._book.keep(finished, submission, key, self._job)
        return Result(finished, submission.source, kept=self._book is not None and not key)


def refused(unusable: Unusable, homework: Homework) -> Report:
    """The report on something that could not even be tried, or that is not there."""
    return Report(
        submission=unusable.name,
        path=unusable.path,
        sha256="",
        status="error",
        score=0,
        max_score=sum(homework.points.values()),
        seconds=0.0,
        error=unusable.reason,
        checks=(),
        timeline=(),
        student=unusable.student,
        absent=unusable.absent,
    )
