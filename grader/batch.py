"""Many submissions at once: a pool of worker processes, each of which grades one at a time.

A submission spends most of its time waiting (for an interpreter to start, for patience to run out), so there are more
workers than processors. A worker that dies or hangs costs the submission it was at, and is replaced (pebble does that;
concurrent.futures was tried: there one dead worker breaks the whole pool).
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import queue
import signal
import time
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as HungError
from multiprocessing import forkserver, resource_tracker

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from grader import worker
from grader.ending import end, interruptible, uninterrupted
from grader.errors import fault
from grader.kernel import proc
from grader.kernel.prctl import PR_SET_CHILD_SUBREAPER, prctl
from grader.model import Text
from grader.order import interleaved
from grader.text import T
from grader.work import HANG, Finished, Job, Task, lost

_PRELOADED = ["grader.worker", "pebble.pool.process"]  # by the fork server, once; pebble takes a worker 35 ms
_AHEAD = 4  # tasks known for each worker
_SWEEP = 5.0  # seconds for processes to go that are killed already


def default_jobs(processors: int | None = None) -> int:
    """How many submissions at once: twelve for each processor this process may use, four on a large machine.

    Measured on two idle processors with 200 correct programs (tests/benchmarks/batch.py), submissions a minute and how
    busy those were: 290 with 8 at once (59 %), 391 with 12 (81 %), 424 with 16 (91 %) and with 24 (98 %). Each takes a
    worker of some 30 MiB.
    """
    found = processors or len(os.sched_getaffinity(0))
    return min(12 * found, max(64, 4 * found))


def pooled(
    tasks: Iterable[Task | Finished], job: Job, jobs: int, hang: float = HANG
) -> Generator[Finished, None, None]:
    """Each task's result, as it is finished; what needs no work comes at once. Tasks are taken a few ahead of the
    workers, in turn a short one and the longest, so that not all are in memory; and without one no worker is started.

    When the iteration is left, however that happens, the workers and whatever they have launched are gone.
    """
    left = interleaved(tasks, _AHEAD * jobs if jobs > 1 else 0)  # by one worker as they were handed in
    for task in left:
        if isinstance(task, Finished):
            yield task
        else:
            yield from _pooled(itertools.chain([task], left), job, jobs, hang)


def _pooled(tasks: Iterator[Task | Finished], job: Job, jobs: int, hang: float) -> Generator[Finished, None, None]:
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # what a dead worker leaves behind comes here
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    with _ended(ProcessPool(jobs, initializer=worker.prepare, initargs=(job, os.getpid()), context=context)) as pool:
        _start(pool)
        done: queue.SimpleQueue[ProcessFuture[Finished]] = queue.SimpleQueue()
        under_way: dict[Future[Finished], Task] = {}
        while True:
            # One more than there are workers, so that none has to wait for the next.
            while len(under_way) < jobs + 1 and (task := next(tasks, None)) is not None:
                if isinstance(task, Finished):
                    yield task
                    continue
                with uninterrupted():  # a lock that is taken and not given back would hold up the end for ever
                    future = pool.schedule(worker.work, (task,), timeout=hang)
                    future.add_done_callback(done.put)  # type: ignore[arg-type]
                under_way[future] = task
            if not under_way:
                return
            try:
                future = interruptible(done)
            except KeyboardInterrupt:
                for future in _there(done):  # on a busy machine some wait for this process to get a processor
                    yield _result(future, under_way.pop(future), job, hang)
                raise
            yield _result(future, under_way.pop(future), job, hang)


def _start(pool: ProcessPool) -> None:
    """All workers, whole: one whose start is interrupted is known to nobody, finds the pool's locks gone and says so.

    The fork server keeps Ctrl+C blocked, and so do its children, the workers: it would ignore that signal, but only
    once it has loaded what they need. Not SIGTERM, by which the workers are ended. The resource tracker is started
    before, because doing so unblocks both.

    Both are run by `python -c`, which looks for modules in the current folder first: that may be full of submissions,
    and one called `socket.py` would be run right here.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    resource_tracker.ensure_running()
    with uninterrupted(only={signal.SIGINT}):
        forkserver.ensure_running()
        if not pool.active:  # asking starts it
            raise RuntimeError("the workers cannot be started")


def _there(done: queue.SimpleQueue[ProcessFuture[Finished]]) -> Iterator[ProcessFuture[Finished]]:
    """Those that have finished by now; not what went wrong, which may be due to the interruption."""
    with contextlib.suppress(queue.Empty):
        while True:
            future = done.get_nowait()
            if not future.cancelled() and future.exception() is None:
                yield future


def _result(future: Future[Finished], task: Task, job: Job, hang: float) -> Finished:
    try:
        return future.result()
    except HungError:
        why: Text = T("the grader gave up after {seconds} seconds without a result", seconds=round(hang))
    except ProcessExpired:
        why = T("the grader's process that ran this submission was killed")
    except Exception as error:  # a fault within the worker
        why = fault(error)
    sweep()
    return lost(task, why, job)


@contextlib.contextmanager
def _ended(pool: ProcessPool) -> Iterator[ProcessPool]:
    """The pool, and the end of it: all workers at once, not one after the other as pebble does it."""
    try:
        yield pool
    finally:
        with uninterrupted():
            pool.stop()  # type: ignore[no-untyped-call]  # pebble has types, but not there
            for each in multiprocessing.active_children():
                each.terminate()
            pool.join()
            sweep()


def sweep() -> None:
    """End what dead workers have left behind, and reap it.

    A program runs in a session of its own (setsid(2)); the grader's own processes share the command's. A live worker
    adopts its own orphans, so whatever comes here is a dead one's.
    """
    deadline = time.monotonic() + _SWEEP
    while (left := _strays(proc.children(os.getpid()))) and time.monotonic() < deadline:
        for pid in left:
            end(pid, spared=set(proc.children(os.getpid())) - {pid})
    worker.clear_up(os.getpid())


def _strays(pids: Iterable[int]) -> list[int]:
    own = os.getsid(0)
    found = []
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(pid) != own:
                found.append(pid)
    return found
