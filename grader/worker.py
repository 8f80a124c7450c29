"""A worker process of the pool: it grades one submission after the other, in its main thread.

It is forked by a fork server that has no threads (multiprocessing's "forkserver"), so that neither it nor what it
launches inherits a lock that nobody will open. Ctrl+C reaches the whole foreground group and is left to the command;
SIGTERM is how the command ends a worker: what it has launched is gone before it goes itself. When the command is
killed, a worker finishes its submission, finds nobody to tell, and goes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path
from types import FrameType

from grader import cgroup
from grader.ending import uninterrupted
from grader.kernel import proc
from grader.shells import Shells
from grader.work import Finished, Job, Task, carried_out

_OUT_OF_THERE = 0.001  # seconds


class _EndedError(BaseException):
    """SIGTERM came while a submission was under way; no `except Exception` may keep it."""


class _Worker:
    """The state of this process."""

    job: Job
    shells: Shells
    busy = False


def prepare(job: Job, command: int) -> None:
    """Once in each worker, before its first task. `command` is the process that will clear up should this one die."""
    _Worker.job = job
    _Worker.shells = Shells()
    with uninterrupted():
        folder = tempfile.mkdtemp(prefix=f"grade-{command}-{os.getpid()}-")
        Path(folder).chmod(0o711)
        tempfile.tempdir = folder
        Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=0)
        Finalize(None, _Worker.shells.close, exitpriority=0)
        signal.signal(signal.SIGTERM, _end)
        sys.unraisablehook = _told_again


def work(task: Task) -> Finished:
    """Grade a submission; the process ends instead where it is told to."""
    try:
        _Worker.busy = True
        return carried_out(task, _Worker.job, _Worker.shells)
    except _EndedError:
        _leave()  # the pool must not take it for an answer
        raise
    finally:
        _Worker.busy = False


def _end(_signum: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the clearing up is not to be interrupted
    if not _Worker.busy:
        _leave()
    raise _EndedError


def _told_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Python drops what is raised while an object is being deleted (object.__del__): the worker has to be told once
    more, when it is out of there.
    """
    if unraisable.exc_type is not _EndedError:
        sys.__unraisablehook__(unraisable)
        return
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, _OUT_OF_THERE)


def _leave() -> None:
    _Worker.shells.close()
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os._exit(128 + signal.SIGTERM)


def clear_up(command: int) -> None:
    """What workers of that command that died could not take away themselves: folders and control groups."""
    for folder in Path(tempfile.gettempdir()).glob(f"grade-{command}-*"):
        pid = int(folder.name.split("-")[2])
        if not proc.is_alive(pid):
            for group in _groups(pid):
                with contextlib.suppress(OSError):
                    group.rmdir()
            shutil.rmtree(folder, ignore_errors=True)


def _groups(pid: int) -> Iterator[Path]:
    found = cgroup.available()
    for parent in set(found[1].values()) if found else ():
        yield from parent.glob(f"grade-{pid}-*")
