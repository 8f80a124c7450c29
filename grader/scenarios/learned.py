"""What the launches of a submission tell the later ones of the same submission."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model import Role


@dataclass(slots=True)
class Learned:
    """What earlier launches of the same submission have shown.

    `start_up`: the seconds of processor time the first launch took until it was ready. `rested`: it has been left alone
    long enough to come to rest; `rest` the system call each role waited in then. `takes` are the signals each role took
    when its start-up was over, `conductor` which of several candidates plays the conductor, `reaction` the seconds of
    patience a relay's message took in the journey; `untouched` are the relays of which the journey has shown that no
    signal reached the printer, `silent` those whose message did not come there in a full patience, `away` those after
    which one of the two was not back in its main loop, `chatter` those whose message is printed unasked.
    """

    start_up: float = 0.0
    rested: bool = False
    takes: dict[Role, int] = field(default_factory=dict)
    rest: dict[Role, str] = field(default_factory=dict)
    conductor: int = 0
    reaction: dict[str, float] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    chatter: set[str] = field(default_factory=set)
