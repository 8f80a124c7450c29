"""All checks of a homework, in their order, each once; and what depends on what.

`processes` comes first: a program without two processes leaves nothing to judge. The last stop depends on the last
relay, for a conductor that was never told cannot be blamed for staying.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from grader.checks.clean import clean
from grader.checks.exits import order, waits
from grader.checks.keyboard import KEYS, keyboard
from grader.checks.messages import message
from grader.checks.outcome import Outcome, skipped
from grader.checks.processes import processes
from grader.checks.relays import relay as relay_check
from grader.model import CheckResult, Evidence, Homework, Relay, Text
from grader.text import T, Value, role_name
from grader.view import case as case_of
from grader.view import other

_CHECKS: tuple[Callable[..., Outcome], ...] = (processes, message, relay_check, order, waits, keyboard, clean)


def judge(evidence: Evidence, homework: Homework) -> tuple[CheckResult, ...]:
    """The verdict on every check, in the order of `homework.check_ids()`. Pure: the same evidence, the same verdict."""
    case = case_of(evidence, homework)
    start = processes(case)
    outcomes = {"processes": start}
    if start.reached:
        for each in homework.relays:
            outcomes[f"{each.id}.message"] = message(case, each)
            outcomes[f"{each.id}.relay"] = relay_check(case, each)
            if each.key:
                outcomes[f"keyboard.{each.key}"] = keyboard(case, each, outcomes[f"{each.id}.message"])
        told = outcomes[f"{homework.final}.relay"]
        outcomes["exit.order"] = order(case, told)
        outcomes["exit.waits"] = waits(case, told, outcomes["exit.order"])
        outcomes["clean"] = clean(case, outcomes["exit.order"])
    unreached = skipped(T("The driver and its child, the conductor, to begin with."), "processes")
    return tuple(_result(check, outcomes.get(check, unreached), homework) for check in homework.check_ids())


def titles() -> tuple[str, ...]:
    """The msgids of all titles: the first lines of the checks' docstrings, for the catalogues."""
    return tuple(_title(check) for check in _CHECKS)


def _title(check: Callable[..., Outcome]) -> str:
    return (inspect.getdoc(check) or "").partition("\n")[0]


def _result(check: str, outcome: Outcome, homework: Homework) -> CheckResult:
    points = homework.points[check]
    return CheckResult(
        id=check,
        title=_titled(check, homework),
        status=outcome.status,
        points=points if outcome.status == "pass" else 0,
        max_points=points,
        expected=outcome.expected,
        observed=outcome.observed,
        hint=outcome.why.hint if outcome.why else None,
        blocked_by=outcome.blocked_by,
        diagnosis=outcome.why.slug if outcome.why else None,
        line=outcome.why.line if outcome.why else None,
    )


def _titled(check: str, homework: Homework) -> Text:
    """The title of a check, with the names that this homework gives to its parts."""
    if check == "processes":
        return Text(_title(processes))
    if check == "clean":
        return Text(_title(clean))
    if check in ("exit.order", "exit.waits"):
        first, last = role_name(homework.first_out), role_name(other(homework.first_out))
        return Text(_title(order if check == "exit.order" else waits), {"first": first, "last": last})
    part, _, kind = check.rpartition(".")
    if part == "keyboard":
        return Text(_title(keyboard), _relay_values(next(each for each in homework.relays if each.key == kind)))
    return Text(_title(message if kind == "message" else relay_check), _relay_values(homework.relay(part)))


def _relay_values(relay: Relay) -> dict[str, Value]:
    return {
        "stimulus": relay.stimulus,
        "catcher": role_name(relay.catcher),
        "relayed": relay.relayed,
        "printer": role_name(relay.printer),
        "message": relay.message,
        "key": KEYS.get(relay.key or "", ""),
    }
