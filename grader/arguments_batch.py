"""The part of the command line for whole classes: how many at once, where results are kept, who is in the class."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from grader.errors import UserError
from grader.model import Text
from grader.text import T

MOST_JOBS = 512
MOST_REPEATS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """These options. `jobs` is None where the machine decides; `rejudge` is the gradebook to judge again."""

    gradebook: str | None
    jobs: int | None
    repeat: int
    roster: str | None
    rejudge: str | None
    cluster: str | None
    watch: bool


def add(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    """Make these options known."""
    for name, metavar, text in (
        ("roster", "FILE", T("the class list as CSV (id, name): names in the reports, and who handed nothing in")),
        ("gradebook", "FILE", T("keep results there as they come, and grade only what is new or changed")),
        ("rejudge", "FILE", T("judge what that gradebook holds again, by --homework, without running a program")),
        ("jobs", "N", T("submissions at once; without it, 12 a processor, at most 64; above 16 processors, 4 each")),
        ("cluster", "ADDRESS", T("spread the submissions over a Dask scheduler, for instance tcp://host:8786")),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=say(text))
    parser.add_argument(
        "--repeat", metavar="N", default="1", help=say(T("grade each N times; verdicts that vary go to review"))
    )
    parser.add_argument("--watch", action="store_true", help=say(T("grade again whenever the file changes")))


def read(found: argparse.Namespace) -> Batch:
    """What was given; UserError where it makes no sense."""
    if not found.paths and not found.doctor and found.rejudge is None:
        raise UserError(T("nothing to grade: name a program or a folder of submissions"))
    if found.rejudge is not None and (found.paths or found.gradebook or found.cluster or found.watch):
        raise UserError(T("--rejudge runs no programs: it goes with --homework, --roster and the files for results"))
    if found.watch and (found.cluster or found.gradebook or len(found.paths) != 1):
        raise UserError(T("--watch is for one program, without --gradebook and --cluster"))
    return Batch(
        gradebook=found.gradebook,
        jobs=None if found.jobs is None else _count("jobs", found.jobs, MOST_JOBS),
        repeat=_count("repeat", found.repeat, MOST_REPEATS),
        roster=found.roster,
        rejudge=found.rejudge,
        cluster=found.cluster,
        watch=found.watch,
    )


def _count(option: str, given: str, most: int) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise UserError(
            T(
                "--{option}: expected a whole number from 1 to {most}, found {found}",
                option=option,
                most=most,
                found=given,
            )
        )
    return int(given)
