"""`grade --doctor`: what this machine offers, tried out and not only looked up, and how to get what is missing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from grader.model import Text
from grader.text import T

if TYPE_CHECKING:
    from grader.reports.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was examined. `needed`: without it no full verdict is possible. For what is not ok, `remedy` says
    what to do about it, and `lacking` what does not hold without it.
    """

    name: Text
    ok: bool
    detail: Text
    needed: bool = False
    remedy: Text | None = None
    lacking: tuple[Text, ...] = ()


Probe: TypeAlias = Callable[[], Finding]


def examine(page: Page) -> bool:
    """Print what was found; True where grading can work."""
    from grader import __version__  # noqa: PLC0415
    from grader.probes import sandbox, system, tracing  # noqa: PLC0415

    page.line()
    page.block([], page.say(T("What this machine offers to grade {version}", version=__version__)), "bold")
    page.line()
    able = True
    for probes in (system.PROBES, tracing.PROBES, sandbox.PROBES):
        for probe in probes:
            finding = probe()
            show(page, finding)
            able &= finding.ok or not finding.needed
    page.line()
    page.block([], page.say(_conclusion(able)), "bold green" if able else "bold red")
    page.line()
    return able


def _conclusion(able: bool) -> Text:
    if able:
        return T("Grading works here.")
    return T("Full verdicts are not possible here: checks that need what is marked above will stay undecided.")


def show(page: Page, finding: Finding) -> None:
    """A line with what was found; and for what is not ok, lines with what to do about it and what that means."""
    symbol = "pass" if finding.ok else "fail" if finding.needed else "skip"
    lead = [(f" {page.symbols[symbol]} ", _STYLES[symbol])]
    page.block(lead, page.say(T("{name}: {detail}", name=finding.name, detail=finding.detail)))
    if not finding.ok:
        for more in (finding.remedy, *finding.lacking):
            if more:
                page.block([("   ", ""), (f"{page.symbols['bar']} ", "dim")], page.say(more))


_STYLES = {"pass": "green", "fail": "bold red", "skip": "yellow"}


def first_readable(paths: Iterable[str]) -> str | None:
    """The content of the first of these files that can be read, without white space around it."""
    for path in paths:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - files of /proc, no Path needed
                return os.fsdecode(file.read()).strip()
        except OSError:
            continue
    return None
