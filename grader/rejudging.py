"""Judging a gradebook's evidence again: other points, other accepted wordings, and no program is run.

Evidence answers only what was asked when it was taken. A homework that sends other signals, or to others, cannot be
judged from it; where no attempt of a submission has an answer, it is said to need grading again.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Sequence
from dataclasses import replace

from grader.attempts import Attempt, Attempts
from grader.candidates import Unusable
from grader.evidence import EvidenceError
from grader.keys import protocol
from grader.model import Homework, Report, Text
from grader.session import Result, refused
from grader.text import T
from grader.work import Finished, judged


class Rejudging:
    """Attempts of a gradebook under another homework. `changes` fills as results come."""

    def __init__(self, book: Attempts, homework: Homework, attempts: Sequence[Attempt]) -> None:
        self._book = book
        self._attempts = attempts
        self._homework = homework
        self._protocol = protocol(homework)
        self.changes: list[Text] = []

    def results(self, absent: Sequence[Unusable] = ()) -> Generator[Result, None, None]:
        """A result for each; then the students who handed nothing in."""
        for number, attempt in enumerate(self._attempts):
            report = self._report(attempt)
            if change := _change(attempt, report):
                self.changes.append(change)
            yield Result(Finished(number, report), self._book.source(attempt))
        for number, each in enumerate(absent, len(self._attempts)):
            yield Result(Finished(number, refused(each, self._homework)), None)

    def _report(self, attempt: Attempt) -> Report:
        # What could not be read has no program, and no homework can judge it; what it has says why, as well as then.
        if attempt.sha256 and attempt.protocol != self._protocol:
            why = T("was graded for a homework with other signals or roles; grade it again")
        else:
            try:
                report = judged(self._book.evidence(attempt), attempt.student, self._homework)
                return replace(report, submission=attempt.submission, path=attempt.path)
            except (EvidenceError, zlib.error):
                why = T("its evidence is damaged; grade it again")
        left = Unusable(name=attempt.submission, path=attempt.path, reason=why, student=attempt.student)
        return refused(left, self._homework)


def _change(attempt: Attempt, report: Report) -> Text | None:
    before = T("{score} of {most}", score=attempt.score, most=attempt.max_score)
    after = T("{score} of {most}", score=report.score, most=report.max_score)
    if report.status == "error":
        return None
    if (attempt.score, attempt.max_score, attempt.status) == (report.score, report.max_score, report.status):
        return None
    return T("{name}: {before} before, {after} now", name=attempt.submission, before=before, after=after)
