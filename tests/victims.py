"""Small programs named after their defect, run by the tests; and waiting for facts instead of sleeping."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from grader.kernel import proc
from grader.kernel.process import Process

VICTIMS = Path(__file__).parent / "programs" / "victims"
DEADLINE = 60
"""Seconds until a fact that does not come is an error: far longer than any machine needs."""

T = TypeVar("T")
Victim = subprocess.Popen[str]


def until(fact: Callable[[], T | None]) -> T:
    """Look until `fact()` is true, and return it."""
    deadline = time.monotonic() + DEADLINE
    while not (found := fact()):
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.002)
    return found


@contextlib.contextmanager
def victim(name: str, *arguments: str, prefix: Sequence[str] = ()) -> Iterator[Victim]:
    """A victim with its output in a pipe; killed and reaped at the end."""
    command = [*prefix, sys.executable, "-u", str(VICTIMS / name), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as started:
        try:
            yield started
        finally:
            started.kill()


def line(process: Victim) -> str:
    """The next line the victim says."""
    assert process.stdout
    said = process.stdout.readline()
    assert said, "the victim has ended without a word"
    return said.rstrip("\n")


def tell(process: Victim, word: str = "") -> None:
    """Give the victim a line to read."""
    assert process.stdin
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def seen(pid: int) -> Process:
    """The process now; it has to be there."""
    found = proc.process(pid)
    assert found is not None, f"process {pid} is gone"
    return found


def asleep(pid: int) -> Process:
    """The process, once all of its threads wait for an event and it has taken all its signals."""

    def blocked() -> Process | None:
        found = seen(pid)
        return found if found.blocked and all(thread.call for thread in found.threads) else None

    return until(blocked)


def waiting_in(pid: int, call: str) -> Process:
    """The process, once its main thread is blocked in that system call."""

    def there() -> Process | None:
        found = seen(pid)
        first = found.threads[0].call if found.threads else None
        return found if first is not None and first.name == call else None

    return until(there)
