"""Who is the driver, who the conductor: told by the signals they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.kernel import signals
from grader.kernel.process import Process
from grader.model import Homework, Role


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts as they are played. `candidates` are the pids that take equally many of the conductor's signals."""

    driver: int
    conductor: int
    reversed: bool
    candidates: tuple[int, ...]

    def roles(self) -> dict[int, Role]:
        """The role of each pid."""
        return {self.driver: "driver", self.conductor: "conductor"}


def asked(homework: Homework, role: Role) -> int:
    """The signals the homework has this role act on, as a bit mask."""
    names = [relay.stimulus for relay in homework.relays if relay.catcher == role]
    names += [relay.relayed for relay in homework.relays if relay.printer == role]
    return signals.mask(names)


def choose(own: Sequence[Process], homework: Homework, preferred: int = 0, rest: str | None = None) -> Cast | None:
    """Cast the program's processes, the launched one first; None where there is only one.

    The conductor is the process that takes most of the signals asked of it. Candidates are all that take some of them
    on purpose; of these the one with the index `preferred`, or the first that waits in the system call `rest`, where an
    earlier launch has shown that the conductor does: which worker of a pool gets the work differs between launches.
    """
    if len(own) < 2:
        return None
    launched, *others = own
    driver, conductor = asked(homework, "driver"), asked(homework, "conductor")
    ranked = sorted(others, key=lambda each: -_score(each, conductor))
    candidates = [each for each in ranked if each is ranked[0] or each.deliberate & conductor]
    chosen = candidates[preferred % len(candidates)]
    if rest is not None and chosen.waits_in != rest:
        chosen = next((each for each in candidates if each.waits_in == rest), chosen)
    other_way = max(others, key=lambda each: _score(each, driver))
    as_asked = _score(launched, driver) + _score(ranked[0], conductor)
    other_way_round = _score(launched, conductor) + _score(other_way, driver)
    if other_way_round > as_asked and _can_be_reversed(launched, other_way, driver, conductor):
        return Cast(other_way.pid, launched.pid, reversed=True, candidates=(launched.pid,))
    return Cast(launched.pid, chosen.pid, reversed=False, candidates=tuple(each.pid for each in candidates))


def _can_be_reversed(launched: Process, other: Process, driver: int, conductor: int) -> bool:
    """Whether the two can be playing each other's part.

    Each takes something of it on purpose: a process that only starts the two others is not the conductor because of
    Python's own SIGINT. And a launched process that takes all of a driver's signals is one, whatever else it takes,
    unless the other does so, too.
    """
    on_purpose = launched.deliberate & conductor and other.deliberate & driver
    return bool(on_purpose) and (driver & ~launched.takes != 0 or driver & ~other.takes == 0)


def _score(process: Process, wanted: int) -> int:
    """How many of these signals it takes; one that is only blocked may be waited for, one that is caught is sure."""
    return 2 * (process.takes & wanted).bit_count() + (process.certain & wanted != 0)
