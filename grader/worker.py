"""A worker process of the pool: it grades one submission after the other, in its main thread.

It is forked by a fork server that has no threads (multiprocessing's "forkserver"), so that neither it nor what it
launches inherits a lock that nobody will open. Ctrl+C reaches the whole foreground group and is left to the command;
SIGTERM is how the command ends a worker: what it has launched is gone before it goes itself.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

from grader.work import Finished, Job, Task, carried_out


class _EndedError(BaseException):
    """SIGTERM came while a submission was under way; no `except Exception` may keep it."""


class _Worker:
    """The state of this process."""

    job: Job
    busy = False


def prepare(job: Job) -> None:
    """Once in each worker, before its first task."""
    _Worker.job = job
    signal.signal(signal.SIGTERM, _end)


def work(task: Task) -> Finished:
    """Grade a submission; the process ends instead where it is told to."""
    try:
        _Worker.busy = True
        return carried_out(task, _Worker.job)
    except _EndedError:
        os._exit(128 + signal.SIGTERM)  # the pool must not take it for an answer
    finally:
        _Worker.busy = False


def _end(_signum: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the cleaning up is not to be interrupted
    if not _Worker.busy:
        os._exit(128 + signal.SIGTERM)
    raise _EndedError
