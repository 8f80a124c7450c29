"""One submission on another machine: what a Dask worker does with it.

Dask runs tasks in threads, but ptrace and forking want a main thread and no other. So the worker's thread starts a
fresh `python -m grader.remote`, hands it the work, and waits. That process is a worker as those of a batch are. Should
Dask's die, the kernel tells it (PR_SET_PDEATHSIG, prctl(2)): it ends what it has launched, and then itself.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace

from grader import __version__, worker
from grader.kernel.prctl import PR_SET_PDEATHSIG, prctl
from grader.text import T
from grader.work import HANG, Finished, Job, Task, lost


def graded(version: str, task: Task, job: Job) -> Finished:
    """Called by a Dask worker. The interpreter of the job is "" where each machine is to use the grader's own."""
    if version != __version__:
        why = T(
            "the grader on {machine} is version {other}, not {own}", machine=_machine(), other=__version__, own=version
        )
        return lost(task, why, job)
    here = replace(job, options=replace(job.options, python=job.options.python or sys.executable))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "grader.remote"],  # -P: nothing from the current folder
            input=pickle.dumps((task, here)),
            stdout=subprocess.PIPE,
            timeout=HANG,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return lost(task, T("the grader gave up after {seconds} seconds without a result", seconds=round(HANG)), job)
    except subprocess.CalledProcessError:
        worker.clear_up(os.getpid())
        return lost(task, T("the grader's process that ran this submission was killed"), job)
    finished: Finished = pickle.loads(done.stdout)
    return finished


def _machine() -> str:
    return os.uname().nodename


def _main() -> None:
    parent = os.getppid()
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    request = sys.stdin.buffer.read()
    if os.getppid() != parent or not request:  # it died before the kernel knew what to do then
        raise SystemExit(128 + signal.SIGTERM)
    task, job = pickle.loads(request)
    worker.prepare(job, parent)
    sys.stdout.buffer.write(pickle.dumps(worker.work(task)))


if __name__ == "__main__":
    _main()
