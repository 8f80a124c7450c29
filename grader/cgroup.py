"""A control group for one launch, where the machine lets us make one: memory and processes, killed as a whole.

Sources: cgroups(7), Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/{memory,pids}.rst. Root may make groups at
the top of a hierarchy; an ordinary user only below a group that was delegated to it.
"""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.kernel.procfs import read
from grader.limits import ROOM, LimitReached
from grader.model import Limits

_ROOT = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Group:
    """The folders of one group: one in version 2, one for each controller in version 1."""

    version: int
    folders: Mapping[str, Path]
    limits: Limits

    @property
    def doors(self) -> list[str]:
        """The files to which a process writes a zero to be in; its children are born into it.

        Version 1 moves a single thread without its global lock, which takes 10 ms to get (kernel/cgroup/cgroup.c,
        cgroup_procs_write_start); in version 2 that is for threaded groups only.
        """
        file = "cgroup.procs" if self.version == 2 else "tasks"
        return [str(folder / file) for folder in set(self.folders.values())]

    def check(self) -> None:
        """LimitReached where the kernel has refused a process or killed one for memory."""
        pids = self.folders["pids"] / "pids.events"
        if _counter(pids, "max"):
            raise LimitReached("processes", self.limits.processes or 0, None)
        memory = self.folders["memory"] / ("memory.events" if self.version == 2 else "memory.oom_control")
        if _counter(memory, "oom_kill"):
            raise LimitReached("memory_bytes", self.limits.memory_bytes or 0, None)


@functools.cache
def available() -> tuple[int, Mapping[str, Path]] | None:
    """Version and parents of new groups by controller, tried out; None where none can be made."""
    for version, parents in ((2, _version_2()), (1, _version_1())):
        if parents and all(_can_make(parent, version) for parent in set(parents.values())):
            return version, parents
    return None


@contextlib.contextmanager
def group(limits: Limits) -> Iterator[Group | None]:
    """A group of its own, gone at the end; the caller has ended what was in it. None where none can be made."""
    found = available()
    if found is None:
        yield None
        return
    version, parents = found
    name = _new_name()
    folders = {controller: parent / name for controller, parent in parents.items()}
    try:
        for folder in set(folders.values()):
            folder.mkdir(exist_ok=True)
        _set(version, folders, limits)
        yield Group(version, folders, limits)
    finally:
        for folder in set(folders.values()):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _set(version: int, folders: Mapping[str, Path], limits: Limits) -> None:
    if limits.processes is not None:
        _write(folders["pids"] / "pids.max", str(limits.processes + ROOM))
    if limits.memory_bytes is not None:
        file = "memory.max" if version == 2 else "memory.limit_in_bytes"
        _write(folders["memory"] / file, str(limits.memory_bytes))


def _version_2() -> Mapping[str, Path]:
    mount = _ROOT if (_ROOT / "cgroup.controllers").exists() else _ROOT / "unified"
    own = _own_group(mount, "")
    for parent in (mount, own and own.parent):
        if parent is not None and {"memory", "pids"} <= _words(parent / "cgroup.subtree_control"):
            return {"memory": parent, "pids": parent}
    return {}


def _version_1() -> Mapping[str, Path]:
    return {name: _ROOT / name for name in ("memory", "pids") if (_ROOT / name / "cgroup.procs").exists()}


def _own_group(mount: Path, controller: str) -> Path | None:
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _number, names, path = line.split(":", 2)
        if names == controller:
            return mount / path.lstrip("/")
    return None


def _can_make(parent: Path, version: int) -> bool:
    trial = parent / _new_name()
    try:
        trial.mkdir()
        trial.rmdir()
    except OSError:
        return False
    return version in (1, 2)


def _new_name() -> str:
    """No other grader's: the pid is this one's, and the clock does not stand still."""
    return f"grade-{os.getpid()}-{time.monotonic_ns():x}"


def _words(path: Path) -> set[str]:
    return set((read(str(path)) or "").split())


def _counter(path: Path, name: str) -> int:
    rows = (line.split() for line in (read(str(path)) or "").splitlines())
    return next((int(value) for key, value in rows if key == name), 0)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
