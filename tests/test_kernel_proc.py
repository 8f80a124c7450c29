"""Pictures of real processes."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import struct
import sys

import pytest

from grader.kernel import proc, procfs, signals
from grader.kernel.procfs import Files

from .pictures import process, thread
from .victims import asleep, line, seen, tell, until, victim, waiting_in


def test_masks_of_caught_ignored_and_blocked() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        found = asleep(started.pid)
    assert set(signals.names(found.caught)) - {"SIGINT"} == {"SIGUSR1"}  # SIGINT by Python itself, if not ignored
    assert signals.names(found.ignored & signals.mask(["SIGHUP", "SIGUSR1", "SIGTERM"])) == ("SIGHUP",)
    assert signals.names(found.held) == ("SIGTERM",)
    assert found.takes == found.caught | found.held
    assert found.alive
    assert not found.denied


def test_a_blocked_signal_stays_pending_and_counts_as_acted_on() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        assert asleep(started.pid).pending == 0
        started.terminate()
        found = seen(started.pid)
    assert signals.names(found.pending) == ("SIGTERM",)
    assert found.blocked


def test_a_signal_on_its_way_to_a_stopped_process_is_pending() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        started.send_signal(signal.SIGSTOP)
        until(lambda: seen(started.pid).state == "T")
        started.send_signal(signal.SIGUSR1)
        found = seen(started.pid)
        assert signals.names(found.pending) == ("SIGUSR1",)
        assert not found.blocked
        assert found.wakes == math.inf
        started.send_signal(signal.SIGCONT)
        assert line(started) == "caught"


def test_signals_waited_for_are_held_although_the_kernel_hides_them() -> None:
    """In rt_sigtimedwait(2) the set is taken out of SigBlk: what is left there is SIGTERM alone."""
    with victim("fetches_signals.py") as started:
        assert line(started) == "ready"
        found = waiting_in(started.pid, "rt_sigtimedwait")
        assert signals.names(found.threads[0].blocked) == ("SIGTERM",)
        assert signals.names(found.held) == ("SIGUSR1", "SIGUSR2", "SIGTERM")
        started.send_signal(signal.SIGUSR2)
        assert line(started) == "SIGUSR2"
        assert waiting_in(started.pid, "rt_sigtimedwait").held == found.held


def test_only_what_all_threads_block_is_held() -> None:
    main = thread(1, blocked=0b11, wakes=0.0, lasts=1.0, turns=1)
    other = thread(2, blocked=0b01, pending=0b100, waited=0b1000, wakes=9.0, lasts=9.0, cpu=1.0, turns=2)
    both = process(main, other, caught=0b1_0000, shared_pending=0b10)
    assert both.held == 0b1001
    assert both.takes == 0b1_1001
    assert both.pending == 0b110
    assert not both.blocked  # 0b110 is pending and held by nobody
    assert (both.wakes, both.cpu, both.turns) == (0.0, 1.0, ((1, 1), (2, 2)))


@pytest.mark.parametrize("count", [1, 7])
def test_each_thread_is_seen(count: int) -> None:
    with victim("many_threads.py", str(count)) as started:
        assert line(started) == "ready"
        found = asleep(started.pid)
        assert len(found.threads) == count + 2  # the main one, and the one that reads
        assert found.threads[0].tid == started.pid
        tell(started)
        until(lambda: len(seen(started.pid).threads) == count + 1)


def test_the_main_thread_is_first_whatever_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the largest pid they begin again with small ones: a process 32000 whose other thread is 7."""
    with victim("many_threads.py", "0") as started:
        line(started)
        main, other = (thread.tid for thread in asleep(started.pid).threads)

        class Renumbered(Files):
            def contents(self, path: str) -> str:
                real = {"32000": str(main), "7": str(other)}
                return super().contents("/".join(real.get(part, part) for part in path.split("/")))

        monkeypatch.setattr(proc, "numbers", lambda _path: [7, 32000])
        found = proc.process(32000, files=Renumbered(0))
        assert found
        assert [thread.tid for thread in found.threads] == [32000, 7]


def test_of_a_process_that_has_not_run_only_what_others_can_do_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with victim("waits_somehow.py", "sigwait") as started:
        before = waiting_in(started.pid, "rt_sigtimedwait")
        assert proc.process(started.pid, before) == before
        os.kill(started.pid, signal.SIGSTOP)
        until(lambda: seen(started.pid).state == "T")
        stopped = seen(started.pid)
        os.kill(started.pid, signal.SIGTERM)
        again = proc.process(started.pid, stopped)
        assert again is not None
        assert signals.names(again.pending) == ("SIGTERM",)
        assert again == seen(started.pid)
        monkeypatch.setattr(proc, "parse", lambda line: pytest.fail(f"{line} is read again"))
        assert proc.process(started.pid, again) == again


def test_files_that_are_kept_open_tell_what_is_now_and_of_no_later_process() -> None:
    files = Files(3)
    with contextlib.closing(files), victim("waits_somehow.py", "sigwait") as started:
        before = waiting_in(started.pid, "rt_sigtimedwait")
        for _ in range(2):
            assert proc.process(started.pid, None, files) == before
        assert descriptors() == 3
        os.kill(started.pid, signal.SIGSTOP)
        until(lambda: (found := proc.process(started.pid, before, files)) is not None and found.state == "T")
        started.kill()
        started.wait()
        assert proc.process(started.pid, before, files) is None
        assert files.read(f"/proc/{started.pid}/schedstat") is None
        files.forget(started.pid)
        assert descriptors() == 0
        assert proc.process(os.getpid(), None, files) is not None
    assert descriptors() == 0


def descriptors() -> int:
    """How many files of /proc/PID this process has open."""
    links = (procfs.link(f"/proc/self/fd/{number}") for number in procfs.numbers("/proc/self/fd"))
    return sum(re.match(r"/proc/\d+/", each) is not None for each in links)


def test_of_one_that_has_run_all_is_read() -> None:
    with victim("many_threads.py", "1") as started:
        line(started)
        before = asleep(started.pid)
        tell(started)
        until(lambda: len(seen(started.pid).threads) == 2)
        after = asleep(started.pid)
        assert proc.process(started.pid, before) == after


def test_a_thread_that_woke_while_its_memory_was_read_is_not_asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lay on its stack by then once told of a wake-up far away: a driver that polls was given up."""
    with victim("waits_somehow.py", "sleep") as started:
        line(started)
        turns = asleep(started.pid).turns

        def too_late(pid: int, _address: int, _size: int) -> bytes:
            os.kill(pid, signal.SIGSTOP)
            tasks = f"/proc/{pid}/task/{pid}/schedstat"
            until(lambda: int((procfs.read(tasks) or "0").split()[-1]) > turns[0][1])
            return struct.pack("=qq", 10**9, 0)

        monkeypatch.setattr(proc, "memory", too_late)
        found = seen(started.pid)
    assert not found.blocked
    assert found.wakes == -math.inf


def test_a_name_with_brackets_and_blanks_confuses_nothing() -> None:
    name = "a) S 1 (b) c"
    with victim("odd_name.py", name) as started:
        assert line(started) == "ready"
        found = asleep(started.pid)
    assert found.name == name
    assert found.parent == os.getpid()
    assert found.state == "S"


@pytest.mark.parametrize(("how", "status"), [("0", 0), ("7", 7 << 8), ("SIGKILL", 9), ("SIGUSR1", 10)])
def test_a_zombie_has_ended_and_tells_how(how: str, status: int) -> None:
    with victim("keeps_a_zombie.py", how) as started:
        child = int(line(started))
        until(lambda: not proc.is_alive(child))
        found = seen(child)
        assert found.state == "Z"
        assert not found.alive
        assert proc.exit_code(child) == status
        assert proc.is_exiting(child)
        assert proc.command_line(child) == ()
        assert seen(started.pid).main_thread_only
        assert proc.descendants(started.pid) == proc.descendants(started.pid, {started.pid}) == [child]
        assert proc.exit_code(started.pid) is None


def test_a_process_outlives_its_main_thread() -> None:
    """To stat(5) it is a zombie then; it lives, waits and fetches signals all the same."""
    with victim("main_thread_ends.py") as started:
        assert line(started) == "ready"
        until(lambda: seen(started.pid).threads[0].tid != started.pid)
        found = asleep(started.pid)
        assert (found.state, found.alive, found.blocked, found.main_thread_only) == ("S", True, True, False)
        assert found.held == signals.mask(["SIGUSR1", "SIGUSR2"])
        assert found.wakes == math.inf
        assert proc.is_alive(started.pid)
        assert not proc.is_exiting(started.pid)
        started.kill()
        until(lambda: not proc.is_alive(started.pid))
        assert not seen(started.pid).alive


def test_one_that_is_gone_is_nothing() -> None:
    with victim("spins.py") as started:
        assert line(started) == "ready"
    assert proc.process(started.pid) is None
    assert proc.exit_code(started.pid) is None
    assert proc.command_line(started.pid) == ()
    assert proc.descendants(started.pid) == []
    assert proc.below(started.pid, 1) is None
    assert not proc.is_alive(started.pid)
    assert procfs.memory(started.pid, 0x1000, 8) is None


def test_generations_come_parents_first() -> None:
    with victim("generations.py", "4") as started:
        assert line(started) == "ready"
        tree = proc.descendants(started.pid)
        assert len(tree) == 3
        assert [seen(pid).parent for pid in tree] == [started.pid, *tree[:-1]]
        assert [proc.below(started.pid, depth) for depth in range(5)] == [started.pid, *tree, None]
        for pid in tree:
            os.kill(pid, signal.SIGKILL)


def test_one_that_spins_is_not_blocked_and_uses_time() -> None:
    with victim("spins.py") as started:
        assert line(started) == "ready"
        before = seen(started.pid)
        assert before.state == "R"
        assert not before.blocked
        assert None in before.places
        assert until(lambda: seen(started.pid).cpu > before.cpu + 0.01)


def test_one_that_waits_does_not_run_meanwhile() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        before = asleep(started.pid)
        assert asleep(started.pid).turns == before.turns
        started.send_signal(signal.SIGUSR1)
        assert line(started) == "caught"
        assert asleep(started.pid).turns > before.turns


def test_the_command_line() -> None:
    with victim("odd_name.py", "two words") as started:
        assert line(started) == "ready"
        assert proc.command_line(started.pid)[0] == sys.executable
        assert proc.command_line(started.pid)[-1] == "two words"
