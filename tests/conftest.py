"""No test leaves anything behind: no process, no descriptor, no folder of a launch, no control group.

The process that runs the tests adopts every orphan (PR_SET_CHILD_SUBREAPER, prctl(2)), so a process that got away shows
among its descendants; and it has a folder for temporary files of its own, so what lies there was left by a test.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import cgroup
from grader.kernel import proc
from grader.kernel.prctl import PR_SET_CHILD_SUBREAPER, prctl

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_GRACE = 10  # seconds for what has been told to end, or ends by itself, to be gone
_SHARED = "hostile"  # tests that share calls under way in other threads; a warden of their own asserts the same


@pytest.fixture(scope="session", autouse=True)
def temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the tests, and all that they start, put temporary files; open to every user, as /tmp is."""
    tmp_path_factory.getbasetemp()  # this one stays where it was
    folder = Path(tempfile.mkdtemp(prefix="tests-"))
    folder.chmod(0o1777)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    os.environ["TMPDIR"] = str(folder)
    yield folder
    tempfile.tempdir = before
    del os.environ["TMPDIR"]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def leaves_nothing(request: pytest.FixtureRequest, temporary_files: Path) -> Iterator[None]:
    """Fail the test that leaves something behind, and take it away, so that no other test is blamed for it."""
    if _SHARED in request.path.parts:
        yield
        return
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    before = _Belongings.now(temporary_files)
    yield
    left = _Belongings.now(temporary_files).beyond(before)
    deadline = time.monotonic() + _GRACE
    while left.processes and time.monotonic() < deadline:
        _await_end(left.processes, deadline)
        left = _Belongings.now(temporary_files).beyond(before)
    if left.descriptors:
        gc.collect()  # one in a cycle of objects is not lost
        left = _Belongings.now(temporary_files).beyond(before)
    for pid in left.processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for folder in left.folders:
        shutil.rmtree(folder, ignore_errors=True)
    assert left == _Belongings(frozenset(), frozenset(), frozenset(), frozenset())


@pytest.fixture
def reaps_all() -> Iterator[None]:
    """For tests that start nothing but by the grader: not even a zombie is left, neither its child nor adopted."""
    before = set(proc.children(os.getpid()))
    yield
    left = {pid: _command(pid) for pid in set(proc.children(os.getpid())) - before}
    assert not left, f"not reaped: {left}"


@dataclass(frozen=True, slots=True)
class _Belongings:
    processes: frozenset[int]
    descriptors: frozenset[tuple[int, str]]
    folders: frozenset[Path]
    groups: frozenset[Path]

    @classmethod
    def now(cls, temporary: Path) -> _Belongings:
        mine = proc.descendants(os.getpid())
        groups = cgroup.available()
        return cls(
            processes=frozenset(pid for pid in mine if proc.is_alive(pid)),
            descriptors=frozenset(_descriptors()),
            folders=frozenset(temporary.glob("grade-*")),
            groups=frozenset(
                group for parent in set(groups[1].values() if groups else ()) for group in _groups(parent)
            ),
        )

    def beyond(self, before: _Belongings) -> _Belongings:
        """What was not there before."""
        return _Belongings(
            self.processes - before.processes,
            self.descriptors - before.descriptors,
            self.folders - before.folders,
            self.groups - before.groups,
        )


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A real one, for a test of a page."""
    from tests.browser import chromium  # noqa: PLC0415 - for the tests of pages only

    with chromium() as found:
        yield found


def _groups(parent: Path) -> Iterator[Path]:
    """Those made by this process: others on the machine may be grading too."""
    return parent.glob(f"grade-{os.getpid()}-*")


def _descriptors() -> Iterator[tuple[int, str]]:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with contextlib.suppress(OSError):  # the one this list was read with
            yield int(name), os.readlink(f"/proc/self/fd/{name}")  # noqa: PTH115


def _await_end(pids: frozenset[int], deadline: float) -> None:
    """Until one of them has ended, or the deadline."""
    poll = select.poll()
    with contextlib.ExitStack() as stack:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                handle = os.pidfd_open(pid)
                stack.callback(os.close, handle)
                poll.register(handle, select.POLLIN)
        poll.poll(max(0.0, deadline - time.monotonic()) * 1000)


def _command(pid: int) -> str:
    found = proc.process(pid)
    return f"{found.name} {found.state}" if found else "gone"
