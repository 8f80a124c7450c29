"""Pictures of processes made by hand, for tests of what follows from them: asleep for ever, unless said otherwise."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from grader.kernel.process import Process, Thread

_THREAD = Thread(
    tid=1,
    state="S",
    blocked=0,
    pending=0,
    waited=0,
    call=None,
    wakes=math.inf,
    lasts=math.inf,
    cpu=0.0,
    queued=0.0,
    turns=1,
)
_PROCESS = Process(
    pid=1,
    start=1,
    parent=1,
    name="python3",
    state="S",
    ns_pid=1,
    caught=0,
    ignored=0,
    shared_pending=0,
    threads=(),
    denied=False,
)


def thread(tid: int = 1, state: str = "S", **changed: Any) -> Thread:
    """A thread, but for what is said of it."""
    return replace(_THREAD, tid=tid, state=state, **changed)


def process(*threads: Thread, pid: int | None = None, **changed: Any) -> Process:
    """A process of these threads, in the state of the first of them; its pid is the first one's."""
    number = threads[0].tid if pid is None else pid
    state = threads[0].state if threads else "S"
    own: dict[str, Any] = {"pid": number, "start": number, "ns_pid": number, "state": state}
    return replace(_PROCESS, threads=threads, **(own | changed))
