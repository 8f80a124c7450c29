"""The keyboard: the keys are typed at the terminal, so the whole foreground group gets the signal (termios(3), ISIG)."""

from __future__ import annotations

from grader.model import Relay
from grader.scenarios.journey import react
from grader.scenarios.stage import Attempt, Stage
from grader.tasks import Pace

_KEYS = {"SIGINT": ("c", "^C"), "SIGQUIT": ("\\", "^\\"), "SIGTSTP": ("z", "^Z")}


async def attempt(stage: Stage, relay: Relay, pace: Pace, *, judged: bool) -> Attempt:
    """Type the key of one stimulus and watch what comes of it."""
    opening = stage.open(relay, judged=judged)
    letter, shown = _KEYS[relay.stimulus]
    stage.program.recorder.add("key", signal=relay.stimulus, key=shown)
    stage.program.type(letter)
    return await react(stage, relay, pace, opening, effective=True)
