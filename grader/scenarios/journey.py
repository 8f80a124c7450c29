"""The journey: nothing is held; the stimuli are sent to the PIDs in the order of the homework."""

from __future__ import annotations

from collections.abc import Callable

from grader.kernel.patience import Patience
from grader.model import Relay
from grader.scenarios.stage import BRIEF, ROLES, Attempt, Opening, Stage
from grader.scenarios.waiting import TOLD
from grader.tasks import Pace


async def attempt(stage: Stage, relay: Relay, pace: Pace, *, judged: bool) -> Attempt:
    """Send one stimulus and watch what comes of it."""
    opening = await stage.open(relay, judged=judged)
    clock = stage.clock(1.0 if stage.stimulate(relay) else BRIEF)
    return await react(stage, relay, pace, opening, clock=clock)


async def react(
    stage: Stage,
    relay: Relay,
    pace: Pace,
    opening: Opening,
    *,
    clock: Patience,
    told: Callable[[], bool] = lambda: True,
) -> Attempt:
    """Wait for the message; then, after the final relay, for the end of both, after another until they are settled.

    `told`: whether the stimulus has reached the program.
    """
    final = relay.id == stage.homework.final

    def came() -> bool:
        # Where one of them has ended the next relay needs a launch of its own: it can begin at once.
        pace.slow |= not final and not stage.both_live()
        return stage.printed(relay, opening) or (final and not stage.living())

    outcome = await stage.wait("message", clock, pace, came, told, pause=TOLD)
    if stage.printed(relay, opening):
        stage.learned.reaction.setdefault(relay.id, clock.spent)
    elif outcome == "patience":
        stage.learned.silent.add(relay.id)
    if final:
        await ends(stage, stage.clock() if outcome == "came" else clock, pace)
    elif outcome == "came":
        await stage.settle(opening, pace)
    back = outcome == "came" or (not final and await stage.home(opening, pace))
    return stage.close(relay, opening, back=back)


async def ends(stage: Stage, clock: Patience, pace: Pace) -> None:
    """Until driver and conductor have ended; each end that comes starts the patience anew. Then what is left."""
    living = stage.living()

    def came() -> bool:
        return stage.living() < living

    while living and await stage.wait("end", clock, pace, came, pause=TOLD) == "came":
        living = stage.living()
        clock = stage.clock()
    if stage.program.role(ROLES[0]) is None:
        # Helpers such as the resource tracker end by themselves once the driver has.
        await stage.wait("rest", stage.clock(), pace, lambda: not stage.program.remains())
        stage.rest()
