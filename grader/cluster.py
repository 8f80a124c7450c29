"""Submissions spread over the machines of a Dask scheduler (`--cluster tcp://host:8786`, extra `cluster`).

Submissions travel as bytes, so the machines share no disk. Dask gives the work of a machine that is lost to another;
whatever was graded there twice, each submission has one future here, and so one result.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sys
from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import Any, Self

from grader import __version__, remote
from grader.ending import interruptible
from grader.errors import UserError, fault
from grader.text import T
from grader.work import Finished, Job, Task, lost

_CONNECT = 5  # seconds
_LEAST = 64  # submissions handed to the scheduler ahead of results, so that machines that come later find work


class ClusterError(UserError):
    """There is no scheduler to be had; `text` says what to do."""


class Cluster:
    """A connection to a scheduler."""

    def __init__(self, address: str) -> None:
        """ClusterError where Dask is not installed or nobody answers at that address."""
        try:
            import distributed  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ClusterError(T("--cluster: Dask is not installed; pip install 'signal-grader[cluster]'")) from error
        # What it logs (a machine was lost, is slow, ...) is for whoever runs the cluster, and in its own logs.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            asyncio.run(_answers(distributed, address))
            self._client: Any = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(
                T("--cluster: no Dask scheduler answers at {address}; start one with: dask scheduler", address=address)
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._client.close()

    def spread(self, tasks: Iterable[Task | Finished], job: Job) -> Generator[Finished, None, None]:
        """Each task's result, as it is finished. Where no machine has joined yet, the first is waited for."""
        own = job.options.python == sys.executable  # a path of this machine says nothing on another
        there = replace(job, options=replace(job.options, python="")) if own else job
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        under_way: dict[Any, Task] = {}
        left = iter(tasks)
        try:
            while True:
                while len(under_way) < self._ahead() and (task := next(left, None)) is not None:
                    if isinstance(task, Finished):
                        yield task
                        continue
                    future = self._client.submit(remote.graded, __version__, task, there, pure=False)
                    under_way[future] = task
                    future.add_done_callback(done.put)
                if not under_way:
                    return
                future = interruptible(done)
                yield _result(future, under_way.pop(future), job)
        finally:
            self._client.cancel(list(under_way))

    def _ahead(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(_LEAST, 2 * threads)


async def _answers(distributed: Any, address: str) -> None:
    """OSError or ValueError where nobody does. A Client that finds nobody takes long to give up, and complains."""
    comm = await distributed.core.connect(address, timeout=_CONNECT)
    comm.abort()


def _result(future: Any, task: Task, job: Job) -> Finished:
    try:
        finished: Finished = future.result()
    except Exception as error:  # among them that every machine that tried it was lost
        return lost(task, fault(error), job)
    return finished
