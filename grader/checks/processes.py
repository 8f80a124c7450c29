"""Whether there are two processes to judge at all."""

from __future__ import annotations

from grader.checks.outcome import Outcome, failed, passed, unknown, why_unknown
from grader.diagnosis import startup
from grader.diagnosis.limits import limited
from grader.text import T
from grader.view import Case, Launch, first, own_limit


def processes(case: Case) -> Outcome:
    """The driver and its child, the conductor, are both alive after start-up"""
    expected = T("The driver and its child, the conductor, both there and waiting for signals.")
    launch = _launch(case)
    if launch is None:
        return unknown(expected, why_unknown(case, None, "journey"))
    limit = own_limit(launch.startup)
    if limit:
        return failed(expected, limited(limit), reached=False)
    roles = first(launch.startup, "roles")
    if _gone(launch):
        return failed(expected, startup.died(case, launch), reached=False)
    if roles is None or roles.data.get("driver") is None:
        return unknown(expected, why_unknown(case, None, "journey"))
    if roles.data.get("conductor") is None:
        if launch.failed or first(launch.startup, "denied"):
            return unknown(expected, why_unknown(case, None, "journey"))
        return failed(expected, startup.no_conductor(case, launch), reached=False)
    if roles.data.get("reversed") is True:
        return failed(expected, startup.reversed_roles(case))
    return passed(expected, T("Both are there."))


def _gone(launch: Launch) -> bool:
    """Whether one of the two was gone before the first stimulus: its end, or the quiet that it broke off."""
    return any(
        (event.event == "ended" and event.role is not None)
        or (event.event == "waited" and event.data.get("awaiting") == "quiet" and event.data.get("outcome") == "came")
        for event in launch.startup
    )


def _launch(case: Case) -> Launch | None:
    """The launch that shows the start-up best: the first of the journey in which it came to its end."""
    journey = [launch for launch in case.launches if launch.run == "journey"]
    ready = [launch for launch in journey if first(launch.events, "roles")]
    return next(iter(ready or journey), None)
