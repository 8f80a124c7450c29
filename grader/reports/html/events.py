"""The timeline as a table for people: what was done and what was seen, without the probes in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from grader.locale.translate import Language
from grader.model import Event, Report, Text
from grader.reports.visible import visible
from grader.reports.words import say
from grader.text import T, role_name

MOST = 400
"""Events of one launch that are shown; what is left out is counted."""

LONGEST_OUTPUT, OUTPUT_LINES = 2_000, 20
"""Characters and lines of one piece of output that are shown."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An event: milliseconds since the launch, who (a role, or ""), what, and what was printed. `kind` is the word of
    `grader.recorder`."""

    at: str
    who: str
    what: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the program: of which run, its moments, and how many of them are left out."""

    number: int
    run: str
    moments: tuple[Moment, ...]
    more: int


_RUNS: Mapping[str, Text] = {
    "journey": T("nothing held"),
    "held": T("the printing process held still"),
    "keyboard": T("keys typed at the terminal"),
}

_Say = Callable[[Event], Text | None]


def _word(event: Event, name: str) -> str:
    return str(event.data.get(name) or "")


def _ended(event: Event) -> Text:
    if killed := event.data.get("killed_by"):
        return T("ended, killed by {signal}", signal=str(killed))
    status = event.data.get("status")
    return T("ended") if status is None else T("ended with status {status}", status=str(status))


_WORDS: Mapping[str, _Say] = {
    "launched": lambda _event: T("started"),
    "process": lambda _event: T("a process appeared"),
    "attempt": lambda event: T("relay {relay} begins", relay=event.relay or ""),
    "stimulus": lambda event: T("the grader sends {signal}", signal=event.signal or ""),
    "key": lambda event: T("the grader types {key} ({signal})", key=_word(event, "key"), signal=event.signal or ""),
    "pending": lambda event: T("{signal} arrives", signal=event.signal or ""),
    "output": lambda _event: T("the program prints"),
    "frozen": lambda _event: T("held still from here"),
    "released": lambda _event: T("let go"),
    "ended": _ended,
    "left": lambda _event: T("processes are left behind"),
    "limit": lambda event: T("a limit is reached: {limit}", limit=_word(event, "limit")),
    "denied": lambda event: T("the grader could not look: {probe}", probe=_word(event, "probe")),
    "failed": lambda event: T("the grader could not go on: {reason}", reason=_word(event, "why")),
}


def launches(report: Report, language: Language) -> list[Launch]:
    """The launches of a submission in their order."""
    found = []
    for (number, run), events in groupby(report.timeline, key=lambda event: (event.launch, event.run)):
        shown = [event for event in events if event.event in _WORDS]
        moments = tuple(_moment(event, language) for event in shown[:MOST])
        if moments:
            found.append(Launch(number, say(_RUNS[run], language), moments, max(0, len(shown) - MOST)))
    return found


def _moment(event: Event, language: Language) -> Moment:
    text = _WORDS[event.event](event)
    return Moment(
        at=f"{event.at * 1000:.1f}",
        who=say(role_name(event.role), language) if event.role else "",
        what=say(text, language) if text else "",
        text=_printed(event.text or "", language),
        kind=event.event,
    )


def _printed(text: str, language: Language) -> str:
    """What the program wrote, line for line, each harmless by itself."""
    lines = text[:LONGEST_OUTPUT].splitlines()
    shown = [visible(line, language) for line in lines[:OUTPUT_LINES]]
    return "\n".join([*shown, "…"] if len(lines) > OUTPUT_LINES or len(text) > LONGEST_OUTPUT else shown)
