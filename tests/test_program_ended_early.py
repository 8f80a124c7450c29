"""Programs that have ended before the grader has met them: on a busy machine it may not get a processor before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.kernel import proc
from grader.program import Program
from grader.recorder import Recorder

from .launching import BOTH, UNLIMITED, ends, launcher
from .victims import until

pytestmark = pytest.mark.usefixtures("reaps_all")


def test_a_program_that_ends_in_the_midst_of_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in for the shell reaps it right after it was found, and before it is looked at."""
    made = launcher("input()")
    with made.started() as terminal, monkeypatch.context() as patched:
        patched.setattr(proc, "descendants", lambda *_: [])
        with Program(terminal, Recorder("journey", 1), made.limits) as program:
            program.look()
            assert program.ended(program.driver)
            assert [each.event for each in program.recorder.events] == ["launched", "ended"]


@BOTH
def test_a_program_that_has_ended_before_the_first_look(walls: bool) -> None:
    made = launcher("print('gone')", walls=walls, limits=replace(UNLIMITED, output_bytes=100))
    with made.started() as terminal:
        depth = terminal.wrappers + 1
        until(lambda: proc.below(terminal.shell, depth) is not None or not proc.descendants(terminal.shell))
        until(lambda: (pid := proc.below(terminal.shell, depth)) is None or proc.exit_code(pid) is not None)
        with Program(terminal, Recorder("journey", 1), made.limits) as program:
            ends(program)
            assert program.text() == "gone\r\n"
            told = [each.event for each in program.recorder.events if each.role == "driver"]
    assert told[0] == "launched"
    assert told[-1] == "ended"


@BOTH
def test_a_driver_that_ended_before_the_first_look_is_not_its_child(walls: bool) -> None:
    source = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            print("up")
            time.sleep(100)
    """
    made = launcher(source, walls=walls, limits=UNLIMITED)
    with made.started() as terminal:
        depth = terminal.wrappers + 1

        def driver_gone() -> bool:
            if walls:
                pid = proc.below(terminal.shell, depth)
                return pid is not None and proc.exit_code(pid) is not None
            return terminal.driver not in proc.descendants(terminal.shell)

        until(driver_gone)
        with Program(terminal, Recorder("journey", 1), made.limits) as program:
            ends(program)
            assert program.ended(program.driver)
            events = [each for each in program.recorder.events if each.role == "driver"]
            assert [each.event for each in events if each.event != "process"] == ["launched", "ended"]
