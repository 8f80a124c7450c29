"""A control group for one launch: made, filled, asked and gone. Skipped where none can be made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader import cgroup
from grader.cgroup import Group
from grader.limits import LimitReached
from grader.model import Limits

from .launching import UNLIMITED
from .victims import VICTIMS

MIB = 1 << 20
LIMITS = replace(UNLIMITED, processes=10, memory_bytes=64 * MIB)


@pytest.fixture
def group() -> Iterator[Group]:
    """One with small limits, gone afterwards."""
    with cgroup.group(LIMITS) as made:
        if made is None:
            pytest.skip("no control group can be made here")
        yield made
    assert not any(folder.exists() for folder in made.folders.values())


def run(made: Group, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A victim that joins the group first, by its own doing."""
    code = (
        "import os, runpy, sys\n"
        "for folder in sys.argv[1].split(':'): open(folder + '/cgroup.procs', 'w').write('0')\n"
        "sys.argv[:] = sys.argv[2:]; runpy.run_path(sys.argv[0])\n"
    )
    folders = ":".join(sorted({str(folder) for folder in made.folders.values()}))
    command = [sys.executable, "-c", code, folders, str(VICTIMS / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_program_within_its_limits(group: Group) -> None:
    assert run(group, "opens_many_files.py").stdout == "all of them are open\n"
    group.check()


def test_a_process_too_many_is_refused_and_told(group: Group) -> None:
    done = run(group, "forks_and_ends.py")
    assert "BlockingIOError" in done.stderr
    with pytest.raises(LimitReached) as error:
        group.check()
    assert (error.value.limit, error.value.allowed) == ("processes", 10)


def test_who_takes_too_much_memory_is_killed_and_that_is_told(group: Group) -> None:
    assert run(group, "takes_memory.py").returncode == -9
    with pytest.raises(LimitReached) as error:
        group.check()
    assert (error.value.limit, error.value.allowed) == ("memory_bytes", 64 * MIB)


def test_each_group_is_another(group: Group) -> None:
    with cgroup.group(LIMITS) as other:
        assert other is not None
        assert set(other.folders.values()).isdisjoint(group.folders.values())
        assert all(folder.is_dir() for folder in other.folders.values())


def test_gone_after_an_error_too() -> None:
    folders: list[Path] = []
    with pytest.raises(ZeroDivisionError), cgroup.group(Limits()) as made:
        if made is None:
            pytest.skip("no control group can be made here")
        folders.extend(made.folders.values())
        raise ZeroDivisionError
    assert folders
    assert not any(folder.exists() for folder in folders)


def test_none_where_none_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "available", lambda: None)
    with cgroup.group(LIMITS) as made:
        assert made is None
