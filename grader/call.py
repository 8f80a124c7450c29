"""One call of `grade`, from the results of an engine to the screen and the files: how it ends, `grader.cli` says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from grader import __version__
from grader.attribution import Assigned, assign, below
from grader.candidates import Candidate, Unusable
from grader.errors import UserError
from grader.locale.translate import Language
from grader.model import Grading, Homework, Isolation, Report, Text
from grader.reports.github import Log
from grader.reports.page import Page
from grader.reports.terminal import Terminal
from grader.session import Engine, Result, Session, serial
from grader.spool import Spool
from grader.submissions import told_apart
from grader.text import T
from grader.work import Job

if TYPE_CHECKING:
    from grader.arguments_batch import Batch
    from grader.reports.outputs import Outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a call shows and writes, and how: `quiet` as on the command line."""

    homework: Homework
    isolation: Isolation
    wanted: Outputs
    language: Language
    quiet: bool


@dataclass(slots=True)
class Ending:
    """How a call went. `failure`: results could not be kept or written; `remarks`: what is to be said at the end."""

    total: int
    done: int = 0
    kept: int = 0
    failed: bool = False
    undecided: bool = False
    interrupted: bool = False
    failure: Text | None = None
    remarks: list[Text] = field(default_factory=list)

    def count(self, report: Report) -> None:
        """One more result. A student who handed nothing in has failed; there is nothing to decide about that."""
        self.done += 1
        self.undecided |= report.status != "graded" and not report.absent
        self.failed |= report.absent or any(check.max_points and check.status != "pass" for check in report.checks)


def graded(found: Sequence[Candidate | Unusable], job: Job, batch: Batch, setting: Setting) -> Ending:
    """Grade them all. GradebookError or ClusterError before anything was run; later ones are the ending's `failure`."""
    with ExitStack() as stack:
        archives = book = None
        if any(isinstance(each, Candidate) and each.archive for each in found):
            from grader.archives import Archives  # noqa: PLC0415

            archives = stack.enter_context(Archives())
        if batch.gradebook:
            from grader.gradebook import Gradebook  # noqa: PLC0415

            book = stack.enter_context(Gradebook(batch.gradebook))
        engine = _engine(batch, len(found), stack)
        if engine is not serial:
            job = replace(job, options=replace(job.options, hurry=False))  # others have the processors in the meantime
        ending = follow(Session(job, engine, book).graded(found, archives), len(found), setting)
    if ending.kept:
        text = T(
            "graded before and unchanged: {kept} of {total}, taken from {file}",
            kept=ending.kept,
            total=ending.total,
            file=batch.gradebook or "",
        )
        ending.remarks.insert(0, text)
    return ending


def rejudged(path: str, roster: str | None, homework: Homework, setting: Callable[[Isolation], Setting]) -> Ending:
    """Judge what a gradebook holds by this homework. GradebookError or RosterError before anything was judged."""
    from grader.attempts import Attempts, isolation  # noqa: PLC0415
    from grader.keys import protocol  # noqa: PLC0415
    from grader.rejudging import Rejudging  # noqa: PLC0415

    with Attempts(path) as book:
        attempts = book.newest(protocol(homework))
        if not attempts:
            raise UserError(T("{file}: there are no results in this gradebook", file=path))
        known = [
            Unusable(
                name=each.submission,
                path=each.path,
                reason=T("{reason}", reason=""),
                within=below(each.identity.rpartition("/")[2], each.path),
                student=each.student,
            )
            for each in attempts
        ]
        assigned = with_students(told_apart(known), roster)
        attempts = [
            replace(attempt, submission=each.name, student=each.student)
            for attempt, each in zip(attempts, assigned.found, strict=True)
        ]
        rejudging = Rejudging(book, homework, attempts)
        total = len(attempts) + len(assigned.others)
        ending = follow(rejudging.results(assigned.others), total, setting(isolation(attempts)))
    changed = T("scores that changed: {count} of {total}", count=len(rejudging.changes), total=ending.done)
    ending.remarks[:0] = [changed, *rejudging.changes]
    ending.remarks += assigned.remarks
    return ending


def _engine(batch: Batch, total: int, stack: ExitStack) -> Engine:
    if batch.cluster:
        from grader.cluster import Cluster  # noqa: PLC0415

        return stack.enter_context(Cluster(batch.cluster)).spread
    if total == 1 and batch.jobs is None:
        return serial
    from grader.batch import default_jobs, pooled  # noqa: PLC0415

    return partial(pooled, jobs=min(batch.jobs or default_jobs(), total))


def follow(results: Generator[Result, None, None], total: int, setting: Setting) -> Ending:
    """Show the results as they come, and write them; those that are there also when the rest is interrupted."""
    screen = sys.stderr if setting.wanted.to_standard_output else sys.stdout
    terminal = Terminal(Page(screen, setting.language), total, quiet=setting.quiet)
    ending = Ending(total)
    with Spool() as spool, Log(screen) as log:
        try:
            terminal.begin()
            with closing(results):
                for result in results:
                    report = result.finished.report
                    spool.add(result.finished.number, report, result.source)
                    ending.count(report)
                    ending.kept += result.kept
                    terminal.finished(report, kept=result.kept)
        except KeyboardInterrupt:
            ending.interrupted = True
        except UserError as error:
            ending.failure = error.text
        finally:
            terminal.end()
            grading = Grading(
                homework=setting.homework,
                grader=__version__,
                isolation=setting.isolation,
                reports=spool,
                source=spool.source,
            )
            unwritten, remarks = setting.wanted.write(grading, setting.language)
        terminal.close(grading)
        remarks += log.finish(grading, setting.language)
    ending.remarks += remarks
    if unwritten and ending.failure is None:
        ending.failure = unwritten.text
    return ending


def with_students(found: Sequence[Candidate | Unusable], roster: str | None) -> Assigned:
    """The submissions with the names of that class list, and who of it handed nothing in. RosterError."""
    if roster is None:
        return Assigned(found)
    from grader.roster import load  # noqa: PLC0415

    return assign(found, load(roster))
