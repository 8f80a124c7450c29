"""Ctrl+C at the worst of moments: while workers start, are given work and end."""

from __future__ import annotations

import queue
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import INTERRUPTED, PASSED
from grader.ending import interruptible

from .calls import Replaced, environment, rows

INTERRUPTED_AT = """
import multiprocessing, os, signal, sys, threading
import multiprocessing.forkserver, multiprocessing.util, pebble
import grader.batch

def interrupting(module, name, whom=None):
    # Ctrl+C right after that call: for this process, or for the one that the call has started.
    real = getattr(module, name)
    def replaced(*arguments):
        result = real(*arguments)
        if threading.current_thread() is threading.main_thread():
            setattr(module, name, real)
            os.kill(whom or result, signal.SIGINT)
        return result
    setattr(module, name, replaced)

def interrupting_lock(pool, *arguments, real=pebble.ProcessPool.schedule, **named):
    interrupting(threading.Condition, "__enter__", os.getpid())
    return real(pool, *arguments, **named)

def all_there(done):
    results = [done.get() for _ in range(4)]
    for each in results:
        done.put(each)
    raise KeyboardInterrupt

def stop(pool, real=pebble.ProcessPool.stop):
    print("workers known:", len(multiprocessing.active_children()))
    real(pool)

def sweep(real=grader.batch.sweep):
    real()
    print("swept")

pebble.ProcessPool.stop = stop
grader.batch.sweep = sweep
"""


def interrupted_at(call: Replaced, moment: str) -> list[str]:
    """The command, with a Ctrl+C that comes at that moment."""
    head, guard, tail = (call.folder / "main" / "call.py").read_text().partition('if __name__ == "__main__":')
    script = call.folder / "main" / "interrupted.py"
    script.write_text(f"{head}{INTERRUPTED_AT}{guard}\n    {moment}{tail}")
    return [sys.executable, str(script), "--isolation", "none", "--jobs", "3"]


def run(call: Replaced, command: list[str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [*command, *map(str, arguments)]
    return subprocess.run(
        words, cwd=call.folder, env=call.environ, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "moment",
    [
        "interrupting(multiprocessing.forkserver, 'read_signed', os.getpid())",  # the first worker is being started
        "pebble.ProcessPool.schedule = interrupting_lock",
        "interrupting(pebble.ProcessPool, 'stop', os.getpid()); interrupting(pebble.ProcessPool, 'join', os.getpid())",
    ],
    ids=["start", "schedule", "end"],
)
def test_interrupted_while_workers_start_or_end_all_of_them_are_ended(tmp_path: Path, moment: str) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="good", b="good", c="good", d="good")
    done = run(call, interrupted_at(call, moment), "--json", "rows.json", folder)
    finished = rows(tmp_path / "rows.json")
    assert done.returncode == INTERRUPTED
    assert done.stderr == f"grade: interrupted; finished: {len(finished)} of 4\n"
    assert "workers known: 3" in done.stdout
    assert "swept" in done.stdout


def test_what_is_finished_but_not_yet_taken_is_kept(tmp_path: Path) -> None:
    call = Replaced(tmp_path)
    folder = call.hand_in(a="good", b="good", c="good", d="good")
    done = run(call, interrupted_at(call, "grader.batch.interruptible = all_there"), "--json", "rows.json", folder)
    assert (done.returncode, done.stderr) == (INTERRUPTED, "grade: interrupted; finished: 4 of 4\n")
    assert sorted(rows(tmp_path / "rows.json")) == ["a", "b", "c", "d"]


def test_ctrl_c_does_not_reach_the_fork_server_however_early(tmp_path: Path) -> None:
    """It is sent right when the process is there, long before it could ignore anything."""
    call = Replaced(tmp_path)
    folder = call.hand_in(a="good", b="good")
    started = "multiprocessing.resource_tracker.ensure_running(); interrupting(multiprocessing.util, 'spawnv_passfds')"
    done = run(call, interrupted_at(call, started), folder)
    assert (done.returncode, done.stderr) == (PASSED, "")


def test_a_result_is_not_awaited_in_one_piece() -> None:
    """Ctrl+C right before the system call that waits is noticed when that returns: so it has to return."""

    class Late(queue.SimpleQueue[str]):
        def get(self, block: bool = True, timeout: float | None = None) -> str:
            assert timeout is not None
            try:
                return super().get(block, 0)
            finally:
                self.put("result")

    assert interruptible(Late()) == "result"


DELETED = """
import os, signal
from grader import worker

class Deleted:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

worker.prepare(None, os.getpid())
worker._Worker.busy = True
try:
    Deleted()
    signal.pause()
except worker._EndedError:
    print("told")
"""


def test_a_worker_that_is_told_while_an_object_is_deleted_is_told_again(tmp_path: Path) -> None:
    """Python prints a traceback there, and the worker went on with its submission to the end."""
    done = subprocess.run(
        [sys.executable, "-c", DELETED],
        env=environment(TMPDIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("told\n", "")
    assert not [*tmp_path.iterdir()]
