"""Who is the driver, who the conductor: told by the signals they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.kernel import signals
from grader.kernel.proc import Process
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


def choose(own: Sequence[Process], homework: Homework, preferred: int = 0) -> Cast | None:
    """Cast the program's processes, the launched one first; None where there is only one.

    The conductor is the process that takes most of the signals asked of it; of several the one with the index
    `preferred`. The roles are reversed where that way more of what is asked is taken.
    """
    if len(own) < 2:
        return None
    launched, *others = own
    driver, conductor = asked(homework, "driver"), asked(homework, "conductor")
    best = max(_score(each, conductor) for each in others)
    candidates = [each for each in others if _score(each, conductor) == best]
    chosen = candidates[preferred % len(candidates)]
    other_way = max(others, key=lambda each: _score(each, driver))
    if _score(launched, conductor) + _score(other_way, driver) > _score(launched, driver) + best:
        return Cast(other_way.pid, launched.pid, reversed=True, candidates=(launched.pid,))
    return Cast(launched.pid, chosen.pid, reversed=False, candidates=tuple(each.pid for each in candidates))


def _score(process: Process, wanted: int) -> int:
    """How many of these signals it takes; one that is only blocked may be waited for, one that is caught is sure."""
    return 2 * (process.takes & wanted).bit_count() + (process.certain & wanted != 0)
