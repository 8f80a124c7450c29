"""The held run: the printer is frozen before the stimulus is sent, and released afterwards.

While it is frozen the relayed signal can be seen in its pending set: somebody sent it, and nobody has acted on it yet.
What is printed in that time was printed by somebody else.
"""

from __future__ import annotations

import errno
import math
import time
from collections.abc import Callable

from grader.kernel import signals
from grader.kernel.freezing import Denied, Freeze, Stop
from grader.kernel.patience import Patience
from grader.kernel.process import Process
from grader.model import Relay
from grader.scenarios.journey import ends
from grader.scenarios.places import is_back
from grader.scenarios.stage import BRIEF, Attempt, Opening, Stage
from grader.scenarios.waiting import SOON, TOLD, Outcome, wait_for
from grader.tasks import Pace

_UNSENT = signals.mask(["SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTRAP", "SIGWINCH"])  # by the kernel, or by the freeze
UNKNOWN = 0.25  # seconds it is watched where the journey has not come to that relay yet
_LONGEST = 5  # patiences, of a wait whose end is known
_MARGIN = 0.05  # seconds by which a program with time-outs is watched longer than its reaction took in the journey


async def attempt(stage: Stage, relay: Relay, pace: Pace, *, judged: bool) -> Attempt:
    """Freeze the printer, send the stimulus, see what arrives, release."""
    opening = await stage.open(relay, judged=judged)
    printer = stage.program.role(relay.printer)
    if printer is None:
        return stage.close(relay, opening)
    kinds: list[type[Freeze]] = [Freeze]
    parent = stage.program.processes.get(printer.parent)
    if parent is None or not parent.takes & signals.mask(["SIGCHLD"]):
        kinds.append(Stop)  # the parent takes no notice of SIGCHLD, so this freeze is as silent as the other
    refused = None
    for kind in kinds:
        try:
            with kind(printer.pid) as freeze:
                arrived = await _Hold(stage, relay, freeze, pace).run()
            return await _after(stage, relay, pace, opening, arrived=arrived)
        except Denied as denied:
            refused = refused or denied
    stage.program.recorder.add("denied", role=relay.printer, probe="ptrace", errno=refused.errno if refused else None)
    return stage.close(relay, opening)


class _Hold:
    """The time in which the printer is frozen."""

    def __init__(self, stage: Stage, relay: Relay, freeze: Freeze, pace: Pace) -> None:
        self._stage = stage
        self._relay = relay
        self._freeze = freeze
        self._pace = pace
        self._relayed = signals.mask(each.relayed for each in stage.homework.relays)
        self._known = frozenset(stage.program.processes)
        self._catcher = stage.program.role(relay.catcher)
        self._already = 0
        self._arrived = 0

    async def run(self) -> bool:
        """Hold it, play the relay, let go; whether one of the relayed signals arrived."""
        program, freeze, relay = self._stage.program, self._freeze, self._relay
        # It is asleep until it stops: that nothing moves proves nothing here.
        if await wait_for(program, self._stage.clock(), Pace(), freeze.advance, told=lambda: False) != "came":
            raise Denied(OSError(errno.ETIMEDOUT, "it does not stop"))
        program.look()
        program.frozen = freeze.pid
        try:
            self._already = self._pending()
            already = signals.names(self._already & self._relayed)
            program.recorder.add("frozen", role=relay.printer, pid=freeze.pid, how=freeze.how, already=already)
            why, held = await self._watch()
            program.look()
            self._note()
        finally:
            program.frozen = None
        program.recorder.add("released", role=relay.printer, pid=freeze.pid, held=round(held, 4), why=why)
        freeze.release_first()
        # On a busy machine the main thread may have to wait for a processor; it takes its signals as it gets one.
        await wait_for(program, self._stage.clock(), Pace(), freeze.taken, told=lambda: False)
        freeze.release()
        return self._arrived & self._relayed != 0

    async def _watch(self) -> tuple[str, float]:
        """Send the stimulus, wait for what it makes arrive, then hold on until nothing more can come of it."""
        stage = self._stage
        clock = stage.clock(1.0 if stage.stimulate(self._relay) else BRIEF)
        if await stage.wait("relay", clock, self._pace, self._note, pause=SOON) != "came":
            return "patience" if clock.over else "settled", clock.spent
        if self._relay.id == stage.homework.final:
            why, held = await self._until_the_last_leaves()
        else:
            why, held = await self._until_the_catcher_is_done()
        return why, clock.spent + held

    async def _until_the_last_leaves(self) -> tuple[str, float]:
        """The other one's waiting is on trial: for the end of the one that is held, or only for a while?

        One that has begun a sleep or a wait with a time-out is held until that has passed, too, if it is not very long.
        """
        stage, catcher = self._stage, self._stage.program.pid_of(self._relay.catcher)
        half = stage.patience / 2

        def left() -> bool:
            self._note()
            return stage.program.ended(catcher)

        outcome, spent = await self._hold(half, left, TOLD)
        before = stage.program.role(self._relay.catcher)
        if outcome == "patience":
            outcome, more = await self._hold(half, left, TOLD)
            spent += more
        rest = _rest_of_its_wait(before, stage.program.role(self._relay.catcher))
        if outcome != "came" and rest < _LONGEST * stage.patience - spent:
            outcome, more = await self._hold(rest + UNKNOWN, left, TOLD)
            spent += more
        return {"came": "ended", "never": "settled", "patience": "patience"}[outcome], spent

    async def _until_the_catcher_is_done(self) -> tuple[str, float]:
        """The text of a process that prints on the printer's behalf would come as late as it did in the journey; and
        the catcher may have more to say or to send, before it is back in its main loop.
        """

        def back() -> bool:
            self._note()
            now = self._stage.program.role(self._relay.catcher)
            return now is None or self._catcher is None or is_back(self._catcher, now)

        outcome, spent = await self._hold(self._usual(), lambda: self._note() and False)
        if not back():
            outcome, more = await self._hold(self._stage.patience, back)
            spent += more
        return "settled" if outcome == "never" else "watched", spent

    async def _hold(self, seconds: float, came: Callable[[], bool], pause: float = SOON) -> tuple[Outcome, float]:
        clock = Patience(seconds)
        return await self._stage.wait("settle", clock, Pace(), came, pause=pause), clock.spent

    def _usual(self) -> float:
        """Seconds of patience in which the text would have come, according to the journey."""
        if self._relay.id in self._stage.learned.chatter:
            return self._stage.patience
        usual = self._stage.learned.reaction.get(self._relay.id)
        return UNKNOWN if usual is None else min(self._stage.patience, 2 * usual + _MARGIN)

    def _pending(self) -> int:
        found = self._stage.program.processes.get(self._freeze.pid)
        return (found.pending if found else 0) | self._freeze.on_its_way()

    def _note(self) -> bool:
        """Record the signals that have arrived since the last look; whether any that is relayed has by now."""
        new = self._pending() & ~(self._already | self._arrived | _UNSENT)
        self._arrived |= new
        for name in signals.names(new):
            self._stage.program.recorder.add(
                "pending",
                signal=name,
                role=self._relay.printer,
                pid=self._freeze.pid,
                sender=self._sender(name),
                while_frozen=True,
            )
        return self._arrived & self._relayed != 0

    def _sender(self, name: str) -> str | None:
        for sender in self._freeze.senders():
            if sender.signum == signals.number(name):
                catcher = self._stage.program.pid_of(self._relay.catcher)
                return self._stage.program.who(sender.pid, self._known, catcher)
        return None


def _rest_of_its_wait(before: Process | None, now: Process | None) -> float:
    """Seconds until a wait of this process ends by itself that it was in at both looks; inf where that is not known."""
    if before is None or now is None:
        return math.inf
    turns = dict(before.turns)
    waits = [thread for thread in now.threads if thread.turns == turns.get(thread.tid)]
    ends = (each.wakes - time.monotonic() if math.isfinite(each.wakes) else each.lasts for each in waits)
    return min(ends, default=math.inf)


async def _after(stage: Stage, relay: Relay, pace: Pace, opening: Opening, *, arrived: bool) -> Attempt:
    """The printer is free again: let it act on what has arrived. What the journey has waited for in vain comes at once
    or not at all; and where no signal came a full patience is spent already, so that whoever still leaves does so soon.
    """

    def printed() -> bool:
        return stage.printed(relay, opening)

    share = BRIEF if relay.id in stage.learned.silent else 1.0 if arrived else 0.5
    clock = stage.clock(share)
    if relay.id == stage.homework.final:

        def in_vain() -> bool:
            return not arrived and relay.id in stage.learned.silent  # the journey may find it out only now

        def over() -> bool:
            return printed() or not stage.living()

        await stage.wait("message", clock, pace, lambda: over() or in_vain(), pause=TOLD)
        await ends(stage, stage.clock() if over() else stage.clock(BRIEF) if in_vain() else clock, pace)
        return stage.close(relay, opening)
    if arrived and await stage.wait("message", clock, pace, printed, pause=TOLD) == "came":
        await stage.settle(opening, pace)
        return stage.close(relay, opening)
    return stage.close(relay, opening, back=await stage.home(opening, pace))
