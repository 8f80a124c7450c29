"""The keyboard: the keys are typed at the terminal, so the whole foreground group gets the signal (termios(3),
ISIG)."""

from __future__ import annotations

from grader.model import Relay
from grader.scenarios.journey import react
from grader.scenarios.stage import Attempt, Stage
from grader.tasks import Pace

_KEYS = {"SIGINT": ("c", "^C"), "SIGQUIT": ("\\", "^\\"), "SIGTSTP": ("z", "^Z")}


async def attempt(stage: Stage, relay: Relay, pace: Pace, *, judged: bool) -> Attempt:
    """Type the key of one stimulus and watch what comes of it.

    What is written to a pty is looked at by the other side's line discipline in a worker of the kernel, later on a busy
    machine. It echoes the key right after it has sent the signal: before the echo is there, nobody has been told.
    """
    program = stage.program
    program.echo()
    opening = await stage.open(relay, judged=judged)
    letter, shown = _KEYS[relay.stimulus]
    program.recorder.add("key", signal=relay.stimulus, key=shown)
    program.type(letter)
    return await react(
        stage, relay, pace, opening, clock=stage.clock(), told=lambda: shown in program.text(opening.written)
    )
