"""Processes held still: what it does to them, to their parents and to their signals; and where it is refused."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.kernel import proc, signals
from grader.kernel.freezing import Denied, Freeze, Stop
from grader.kernel.libc import Sender

from .victims import asleep, line, seen, tell, until, victim, waiting_in

USR1 = signals.mask(["SIGUSR1"])
KINDS = pytest.mark.parametrize("kind", [Freeze, Stop])
TRY = """
import sys
from grader.kernel.freezing import Denied, Freeze
try:
    with Freeze(int(sys.argv[1])):
        print("frozen")
except Denied as denied:
    print(denied.errno)
"""
WITHOUT_PTRACE = ("setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace")


@contextlib.contextmanager
def frozen(pid: int, kind: type[Freeze] = Freeze) -> Iterator[Freeze]:
    """The process, all of it still."""
    with kind(pid) as freeze:
        until(freeze.advance)
        yield freeze


@KINDS
def test_a_signal_waits_until_the_release(kind: type[Freeze]) -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        asleep(started.pid)
        with frozen(started.pid, kind) as freeze:
            assert not freeze.gone
            assert seen(started.pid).state == ("t" if kind is Freeze else "T")
            started.send_signal(signal.SIGUSR1)
            assert seen(started.pid).pending == USR1
            assert seen(started.pid).wakes == float("inf")
            assert freeze.on_its_way() == 0
        assert line(started) == "caught"
        assert asleep(started.pid).pending == 0


def test_who_sent_it() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        with frozen(started.pid) as freeze:
            assert freeze.senders() == ()
            started.send_signal(signal.SIGUSR1)
            assert freeze.senders() == (Sender(signal.SIGUSR1, os.getpid()),)
        assert freeze.senders() == ()
        assert line(started) == "caught"


@pytest.mark.parametrize("count", [1, 20])
def test_every_thread_is_held_and_the_main_one_takes_the_signal_first(count: int) -> None:
    """The others stay still until it has: one of them could take it, and the main one would sleep on."""
    with victim("many_threads.py", str(count)) as started:
        assert line(started) == "ready"
        asleep(started.pid)
        with frozen(started.pid) as freeze:
            assert {thread.state for thread in seen(started.pid).threads} == {"t"}
            started.send_signal(signal.SIGUSR1)
            assert not freeze.taken()
            freeze.release_first()
            until(freeze.taken)
            assert line(started) == "handled by MainThread"
            assert {thread.state for thread in seen(started.pid).threads[1:]} == {"t"}
        until(lambda: "t" not in {thread.state for thread in seen(started.pid).threads})


def test_one_whose_main_thread_has_ended_is_held_all_the_same() -> None:
    with victim("main_thread_ends.py") as started:
        assert line(started) == "ready"
        until(lambda: seen(started.pid).threads[0].tid != started.pid)
        with frozen(started.pid) as freeze:
            assert not freeze.gone
            assert {thread.state for thread in seen(started.pid).threads} == {"t"}
            started.send_signal(signal.SIGUSR1)
            assert seen(started.pid).pending == USR1
            assert freeze.senders() == (Sender(signal.SIGUSR1, os.getpid()),)
            freeze.release_first()
            assert freeze.taken()
            assert seen(started.pid).pending == USR1
        assert line(started) == "SIGUSR1"


def test_the_parent_does_not_notice() -> None:
    with victim("leaves_at_sigchld.py") as started:
        child = int(line(started).split()[1])
        asleep(child)
        asleep(started.pid)  # a signal on the threshold of its pause would wake nobody
        with frozen(child):
            os.kill(child, signal.SIGUSR1)
        assert line(started) == "child caught USR1"
        with frozen(child, Stop):  # this one it does notice
            assert line(started) == "SIGCHLD"
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("arguments", [[], ["1000"]], ids=["sigwait", "sigtimedwait"])
def test_a_wait_goes_on_as_if_nothing_had_been(arguments: list[str]) -> None:
    with victim("fetches_signals.py", *arguments) as started:
        assert line(started) == "ready"
        waiting_in(started.pid, "rt_sigtimedwait")
        with frozen(started.pid):
            pass
        started.send_signal(signal.SIGUSR2)
        assert line(started) == "SIGUSR2"


@pytest.mark.parametrize("way", ["sleep", "lock-timeout", "select-timeout"])
def test_a_sleep_is_not_cut_short(way: str) -> None:
    with victim("waits_somehow.py", way) as started:
        line(started)
        (before,) = asleep(started.pid).places
        with frozen(started.pid):
            pass
        (after,) = asleep(started.pid).places
        assert before is not None
        assert after is not None
        assert after[1:] == before[1:]  # the call itself may be restart_syscall(2) by now


def test_no_signal_is_lost_or_doubled_whenever_the_freeze_comes() -> None:
    with victim("spins_and_counts.py") as started:
        assert line(started) == "ready"
        for number in range(1, 51):
            started.send_signal(signal.SIGUSR1)
            with frozen(started.pid):
                pass
            assert line(started) == str(number)


def test_threads_that_come_and_go() -> None:
    with victim("churns_threads.py") as started:
        assert line(started) == "ready"
        for _ in range(30):
            with frozen(started.pid) as freeze:
                before = seen(started.pid)
                assert {thread.state for thread in before.threads} == {"t"}
                started.send_signal(signal.SIGUSR1)
                freeze.release_first()
                until(freeze.taken)
            assert line(started) == "caught"


@KINDS
def test_killed_while_held(kind: type[Freeze]) -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        with frozen(started.pid, kind):
            started.kill()
        started.wait()
        assert proc.process(started.pid) is None


def test_all_its_threads_are_killed_while_held() -> None:
    with victim("many_threads.py", "8") as started:
        assert line(started) == "ready"
        asleep(started.pid)
        with frozen(started.pid):
            started.kill()
        started.wait()
        assert proc.process(started.pid) is None


@KINDS
def test_one_that_is_gone_already(kind: type[Freeze]) -> None:
    with victim("keeps_a_zombie.py", "0") as started:
        child = int(line(started))
        until(lambda: not proc.is_alive(child))
        with kind(child) as freeze:
            assert freeze.advance()
            assert freeze.gone
            assert freeze.taken()


def test_released_by_an_error_too() -> None:
    with victim("each_signal_its_way.py") as started:
        assert line(started) == "ready"
        with pytest.raises(ZeroDivisionError), frozen(started.pid):
            raise ZeroDivisionError
        assert asleep(started.pid).state == "S"


def test_held_again_and_again() -> None:
    with victim("many_threads.py", "3") as started:
        assert line(started) == "ready"
        for _ in range(20):
            with frozen(started.pid):
                assert {thread.state for thread in seen(started.pid).threads} == {"t"}
        tell(started)  # the threads do what they are told, as before
        until(lambda: len(seen(started.pid).threads) == 4)


def test_refused_where_another_traces_it() -> None:
    with victim("traced_by_its_child.py") as started:
        assert line(started) == "ready"
        (child,) = proc.descendants(started.pid)
        with pytest.raises(Denied) as denied, Freeze(started.pid):
            pass
        assert denied.value.errno == "EPERM"
        os.kill(child, signal.SIGKILL)
        until(lambda: not proc.is_alive(child))
        with frozen(started.pid):
            assert seen(started.pid).state == "t"


@pytest.mark.parametrize(("name", "outcome"), [("undumpable.py", "EPERM"), ("each_signal_its_way.py", "frozen")])
def test_refused_where_the_process_is_not_dumpable(name: str, outcome: str) -> None:
    """To one without privileges, so root gives up the privilege in question."""
    if os.geteuid() == 0 and shutil.which(WITHOUT_PTRACE[0]) is None:
        pytest.skip("setpriv (util-linux) is not installed")
    prefix = WITHOUT_PTRACE if os.geteuid() == 0 else ()
    with victim(name, prefix=prefix) as started:
        assert line(started) == "ready"
        command = [*prefix, sys.executable, "-c", TRY, str(started.pid)]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{outcome}\n"


def test_the_second_best_is_for_a_single_thread() -> None:
    with victim("many_threads.py", "1") as started:
        assert line(started) == "ready"
        with pytest.raises(Denied), Stop(started.pid):
            pass
        assert asleep(started.pid).state == "S"
