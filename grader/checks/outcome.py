"""What a check answers, before the judge adds its id, title and points."""

from __future__ import annotations

from dataclasses import dataclass

from grader.diagnosis.limits import limited
from grader.diagnosis.why import Why
from grader.model import CheckStatus, Event, RunName, Text
from grader.text import T, role_name
from grader.view import Attempt, Case, cut, first, own_limit, wall_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision with its reasons. `reached` is False where a failure leaves nothing to judge in the rest.

    A check that passed may have a `why` too: a remark, which costs nothing.
    """

    status: CheckStatus
    expected: Text
    observed: Text | None = None
    why: Why | None = None
    blocked_by: str | None = None
    reached: bool = True


def passed(expected: Text, observed: Text, remark: Why | None = None) -> Outcome:
    return Outcome(status="pass", expected=expected, observed=remark.observed if remark else observed, why=remark)


def failed(expected: Text, why: Why, *, reached: bool = True) -> Outcome:
    return Outcome(status="fail", expected=expected, observed=why.observed, why=why, reached=reached)


def skipped(expected: Text, blocked_by: str) -> Outcome:
    observed = T("Not reached, because “{check}” failed.", check=blocked_by)
    return Outcome(status="skip", expected=expected, observed=observed, blocked_by=blocked_by)


def unknown(expected: Text, reason: Text) -> Outcome:
    return Outcome(status="inconclusive", expected=expected, observed=reason)


def undecided(expected: Text, case: Case, attempt: Attempt | None, run: RunName) -> Outcome:
    # Of what was not seen: the program's own fault where it has run into a limit, and nobody's where it has not.
    # `attempt` is the one of that run that should have shown it; None where the run did not come to it. (A comment:
    # a public function with a docstring that returns an Outcome would be taken for a check, see locale/extract.py.)
    events = attempt.launch.events[: attempt.stop] if attempt else _last(case, run)
    limit = own_limit(events)
    return failed(expected, limited(limit)) if limit else unknown(expected, why_unknown(case, attempt, run))


def _last(case: Case, run: RunName) -> tuple[Event, ...]:
    """The launch at which the run has ended."""
    return next((launch.events for launch in reversed(case.launches) if launch.run == run), ())


def why_unknown(case: Case, attempt: Attempt | None, run: str) -> Text:
    """Why the grader cannot tell: the first of its own troubles in that attempt, or else in that run."""
    events = (
        attempt.launch.events
        if attempt
        else [e for launch in case.launches if launch.run == run for e in launch.events]
    )
    if denied := first(events, "denied"):
        probe, errno = str(denied.data.get("probe")), str(denied.data.get("errno"))
        if denied.role:
            return T(
                "The grader may not look into the {role} ({probe}: {errno}).",
                role=role_name(denied.role),
                probe=probe,
                errno=errno,
            )
        return T("The grader may not look into the program ({probe}: {errno}).", probe=probe, errno=errno)
    if broken := first(events, "failed"):
        return T("The grader could not go on: {why}.", why=str(broken.data.get("why")))
    if limit := wall_limit(events):
        return T("The run took longer than {allowed} seconds by the clock.", allowed=str(limit.data.get("allowed")))
    if cut(events):
        return T("The program wrote so much that part of it was left out.")
    if attempt is None and run == "keyboard":  # judged again under a homework by which its message counts
        return T("The key was not tried when the program was graded: grade it again.")
    return T("The grader has not seen this part of the run.")
