"""The held run: the printer is frozen before the stimulus is sent, and released afterwards.

While it is frozen the relayed signal can be seen in its pending set: somebody sent it, and nobody has acted on it yet.
What is printed in that time was printed by somebody else.
"""

from __future__ import annotations

import errno

from grader.kernel import signals
from grader.kernel.freezing import Denied, Freeze, Stop
from grader.kernel.patience import Patience
from grader.model import Relay
from grader.scenarios.journey import ends
from grader.scenarios.stage import BRIEF, Attempt, Opening, Stage
from grader.scenarios.waiting import PROMPT, wait_for
from grader.tasks import Pace

_UNSENT = signals.mask(["SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTRAP", "SIGWINCH"])  # by the kernel, or by the freeze
UNKNOWN = 0.25  # seconds it is watched where the journey has not come to that relay yet
_MARGIN = 0.05  # seconds by which a program with time-outs is watched longer than its reaction took in the journey


async def attempt(stage: Stage, relay: Relay, pace: Pace, *, judged: bool) -> Attempt:
    """Freeze the printer, send the stimulus, see what arrives, release."""
    opening = stage.open(relay, judged=judged)
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
                arrived, held = await _Hold(stage, relay, freeze, pace).run()
            return await _after(stage, relay, pace, opening, arrived=arrived, held=held)
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
        self._already = 0
        self._arrived = 0

    async def run(self) -> tuple[bool, float]:
        """Whether one of the relayed signals arrived, and for how many seconds of patience the printer was held."""
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
        return self._arrived & self._relayed != 0, held

    async def _watch(self) -> tuple[str, float]:
        """Send the stimulus, wait for what it makes arrive, then hold on until nothing more can come of it."""
        stage = self._stage
        clock = stage.clock(1.0 if stage.stimulate(self._relay) else BRIEF)
        if await stage.wait("relay", clock, self._pace, self._note) != "came":
            return "patience" if clock.over else "settled", clock.spent
        final = self._relay.id == stage.homework.final
        catcher = stage.program.pid_of(self._relay.catcher)
        hold = Patience(self._long(final))

        def over() -> bool:
            self._note()
            return final and stage.program.ended(catcher)

        outcome = await stage.wait("settle", hold, Pace(), over)
        why = {"came": "ended", "never": "settled", "patience": "patience" if final else "watched"}[outcome]
        return why, clock.spent + hold.spent

    def _long(self, final: bool) -> float:
        """How long to go on holding a program that may still act by itself: seconds of patience.

        The text of a process that prints on the printer's behalf would come as late as it did in the journey. In the
        final relay the other one's waiting is on trial: for the end, or only for a while?
        """
        if final or self._relay.id in self._stage.learned.chatter:
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


async def _after(stage: Stage, relay: Relay, pace: Pace, opening: Opening, *, arrived: bool, held: float) -> Attempt:
    """The printer is free again: let it act on what has arrived. What the journey has waited for in vain comes at once
    or not at all; and where no signal came a full patience is spent already, so that whoever still leaves does so soon.
    """

    def printed() -> bool:
        return stage.printed(relay, opening)

    share = BRIEF if relay.id in stage.learned.silent else 1.0 if arrived else 0.5
    if relay.id == stage.homework.final:
        await ends(stage, stage.clock(share), pace)
    elif arrived and await stage.wait("message", stage.clock(share), pace, printed) == "came":
        await stage.settle(opening, pace)
    return stage.close(relay, opening, hung=not arrived and held > PROMPT)
