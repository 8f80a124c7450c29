"""A running program as the grader sees it: the order of exits, the output, who is who."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import Any

import pytest

from grader.kernel import proc, signals
from grader.program import Program

from .launching import BOTH, UNLIMITED, ends, look_until, output, prints, running
from .victims import until

pytestmark = pytest.mark.usefixtures("reaps_all")

PAIRS = 25
CLOSE = """
    import os
    pairs = []
    for number in range(PAIRS):
        told, tell = os.pipe()
        parent = os.fork()
        if not parent:  # as the driver is to do: it waits for its child's end, and ends
            child = os.fork()
            if not child:
                os.close(tell)
                os.read(told, 1)
                os._exit(1)
            os.waitpid(child, 0)
            os._exit(2)
        os.close(told)
        pairs.append((tell, parent))
    print("ready", flush=True)
    input()
    for tell, parent in pairs:
        os.write(tell, b".")
        os.waitpid(parent, 0)
    print("done", flush=True)
    input()
"""


def told_to_go_on(program: Program) -> None:
    """The driver has been seen: now it may go on from its input()."""
    look_until(program, lambda: program.driver in program.processes)
    program.type("j")  # Ctrl+J is the line feed


def exits(program: Program) -> list[tuple[int | None, object]]:
    return [(event.pid, event.data["status"]) for event in program.recorder.events if event.event == "ended"]


def ordered(program: Program) -> list[int]:
    """The pids of the pairs as they have to end: one pair after the other, the child first.

    Pairs were met in the order of their births (proc(5), children); their pids may have gone past the largest one.
    """
    born = [event for event in program.recorder.events if event.event == "process"]
    child = {event.data["parent"]: event.pid for event in born}
    parents = [event.pid or 0 for event in born if event.data["parent"] == program.driver]
    assert len(parents) * 2 == len(born) - 1
    return [pid for parent in parents for pid in (child[parent] or 0, parent)]


@BOTH
def test_exits_are_recorded_in_their_order_however_close(walls: bool) -> None:
    """The second of each pair ends microseconds after the first."""
    with running(CLOSE.replace("PAIRS", str(PAIRS)), walls=walls) as program:
        prints(program, "ready")
        look_until(program, lambda: len(program.processes) == 2 * PAIRS + 1)
        program.type("j")  # Ctrl+J is the line feed
        prints(program, "done")
        look_until(program, lambda: len(exits(program)) == 2 * PAIRS)
        found = exits(program)
    assert [pid for pid, _status in found] == ordered(program)
    if None not in [status for _pid, status in found]:
        assert [status for _pid, status in found] == [1, 2] * PAIRS


def test_an_order_nobody_looked_at_meanwhile_is_kept() -> None:
    """All of them have ended before the grader looks again."""
    with running(CLOSE.replace("PAIRS", "20"), walls=False) as program:
        prints(program, "ready")
        look_until(program, lambda: len(program.processes) == 41)
        program.type("j")
        deadline = time.monotonic() + 60
        children = [pid for pid in program.processes if pid != program.driver]
        while any(os.path.exists(f"/proc/{pid}") for pid in children):  # noqa: PTH110
            assert time.monotonic() < deadline
            time.sleep(0.002)
        program.look()
        assert [pid for pid, _status in exits(program)] == ordered(program)


@BOTH
@pytest.mark.parametrize(
    ("ending", "status", "killed_by"),
    [
        ("", 0, None),
        ("sys.exit('bye')", 1, None),
        ("os._exit(7)", 7, None),
        ("os.kill(os.getpid(), signal.SIGKILL)", None, "SIGKILL"),
        ("os.kill(os.getpid(), signal.SIGUSR2)", None, "SIGUSR2"),
        ("os.abort()", None, "SIGABRT"),
        ("raise ZeroDivisionError", 1, None),
    ],
)
def test_how_the_driver_has_ended(walls: bool, ending: str, status: int | None, killed_by: str | None) -> None:
    with running(f"import os, signal, sys\ninput()\n{ending}\n", walls=walls) as program:
        told_to_go_on(program)
        ends(program)
        (ended,) = (event for event in program.recorder.events if event.event == "ended" and event.role == "driver")
    if ended.data["status"] is ended.data["killed_by"] is None:
        pytest.skip("it was reaped before it was looked at, and this kernel (before 6.15) does not tell afterwards")
    assert (ended.data["status"], ended.data["killed_by"]) == (status, killed_by)


@BOTH
def test_all_that_was_written_before_the_end_is_there(walls: bool) -> None:
    """300 kB, more than a pty holds, by a process that is gone with its last byte."""
    source = "import os, sys\nsys.stdout.write('0123456789' * 30_000 + 'last')\nsys.stdout.flush()\nos._exit(0)\n"
    for _ in range(3):
        assert output(source, walls=walls) == "0123456789" * 30_000 + "last"


def test_the_output_stands_before_the_end_of_who_wrote_it() -> None:
    source = """
        import os
        input()
        for number in range(30):
            if os.fork() == 0:
                print(f"<{number}>", flush=True)
                os._exit(0)
            os.wait()
    """
    with running(source) as program:
        told_to_go_on(program)
        ends(program)
        words = [(event.event, event.text) for event in program.recorder.events if event.event in ("output", "ended")]
    told = "".join(text or "" for word, text in words if word == "output")
    assert [f"<{number}>" in told for number in range(30)] == [True] * 30
    assert words[-1][0] == "ended"


@BOTH
def test_a_flood_is_bounded_and_does_not_hide_the_end(walls: bool) -> None:
    source = """
        import os, sys
        sys.stdout.reconfigure(write_through=True)
        for _ in range(2_000):
            sys.stdout.write("x" * 4096)
    """
    with running(source, walls=walls, limits=replace(UNLIMITED, output_bytes=100_000)) as program:
        ends(program)
        assert len(program.text()) == 100_000
        (limit,) = (event for event in program.recorder.events if event.event == "limit")
        assert (limit.data["limit"], limit.data["allowed"]) == ("output_bytes", 100_000)
        assert [event for event in program.recorder.events if event.event == "output"][-1].data["cut"]


def test_bytes_that_are_no_utf_8_are_shown() -> None:
    gbk = "开车了".encode("gbk")
    shown = output(f"import sys\nsys.stdout.buffer.write({gbk!r} + b' ok')\n")
    assert shown == r"\xbf\xaa\xb3\xb5\xc1\xcb ok"


def test_a_character_that_comes_in_pieces_is_whole() -> None:
    source = """
        import os, sys
        for byte in "到站了".encode():
            os.write(1, bytes([byte]))
            os.sched_yield()
    """
    assert output(source) == "到站了"


def test_a_program_that_closes_its_terminal_goes_on() -> None:
    source = """
        import os, signal
        print("up", flush=True)
        os.closerange(0, 3)
        signal.signal(signal.SIGUSR1, lambda *_: os._exit(5))
        while True:
            signal.pause()
    """
    with running(source) as program:
        prints(program, "up")
        assert program.driver
        wanted = signals.mask(["SIGUSR1"])
        look_until(program, lambda: bool(program.processes[program.driver or 0].caught & wanted))
        assert program.send(program.driver, "SIGUSR1")
        ends(program)
        assert exits(program) == [(program.driver, 5)]
        assert not program.send(program.driver, "SIGUSR1")


@BOTH
def test_a_signal_to_the_drivers_parent_stays_in_sight(walls: bool) -> None:
    source = """
        import os, signal
        print("up", flush=True)
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.pause()
        os.kill(os.getppid(), signal.SIGUSR1)
        print("sent", flush=True)
        signal.pause()
    """
    with running(source, walls=walls) as program:
        prints(program, "up")
        term, usr1 = signals.mask(["SIGTERM"]), signals.mask(["SIGUSR1"])
        look_until(program, lambda: bool(program.processes[program.driver or 0].caught & term))
        look_until(program, lambda: program.processes[program.driver or 0].blocked)
        assert not program.stray_signals() & usr1
        program.send(program.driver or 0, "SIGTERM")
        prints(program, "sent")
        assert program.stray_signals() & usr1
        assert not program.stray_signals() & usr1  # it is told once


@BOTH
def test_multiprocessings_helpers_are_not_its_own(walls: bool) -> None:
    source = """
        import multiprocessing, signal
        def child():
            print("child", flush=True)
            signal.pause()
        if __name__ == "__main__":
            context = multiprocessing.get_context("forkserver")
            context.Process(target=child).start()
            signal.pause()
    """
    with running(source, walls=walls) as program:
        prints(program, "child")
        look_until(program, lambda: len(program.own()) == 2)
        assert len(program.processes) == 4  # the resource tracker and the fork server too
        assert program.own()[0].pid == program.driver


@BOTH
def test_what_is_left_after_the_driver(walls: bool) -> None:
    source = """
        import os, signal
        input()
        if os.fork() == 0:
            signal.pause()
        print("up", flush=True)
    """
    with running(source, walls=walls) as program:
        told_to_go_on(program)
        ends(program)
        (left,) = program.remains()
        assert left.alive
        assert not program.deserted


@BOTH
def test_a_child_that_is_born_in_the_midst_of_a_look(walls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parent's children were read already, and when its state is read it sleeps, as it does from then on."""
    source = """
        import os, signal
        print("ready", flush=True)
        input()
        os.fork()
        while True:
            signal.pause()
    """
    with running(source, walls=walls) as program:
        prints(program, "ready")
        driver = program.driver or 0
        look_until(program, lambda: program.processes[driver].waits_in == "read")
        real = proc.descendants

        def late(*words: Any) -> list[int]:
            found = real(*words)
            monkeypatch.undo()
            program.type("m")  # a new line
            until(lambda: (seen := proc.process(driver)) is not None and seen.waits_in == "pause")
            return found

        monkeypatch.setattr(proc, "descendants", late)
        monkeypatch.setattr(proc, "has_slept", lambda *_: False)
        program.look()
        program.look()
        assert len(program.own()) == 2
