"""What a program finds when it starts, and what is left of it afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import launch
from grader.kernel import proc

from .launching import BOTH, ends, launcher, look_until, output, prints, running

pytestmark = pytest.mark.usefixtures("reaps_all")

FACTS = """
    import json, locale, os, resource, signal, sys
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print(json.dumps({
        "ignored": [int(s) for s in signal.valid_signals() if signal.getsignal(s) == signal.SIG_IGN],
        "blocked": [int(s) for s in signal.pthread_sigmask(signal.SIG_BLOCK, ())],
        "pending": status["ShdPnd"].strip(),
        "encoding": sys.stdout.encoding,
        "preferred": locale.getpreferredencoding(False),
        "terminal": [os.isatty(n) for n in range(3)],
        "descriptors": len(os.listdir("/proc/self/fd")) - 1,
        "folder": os.getcwd(),
        "files": os.listdir("."),
        "home": os.environ["HOME"],
        "environment": sorted(os.environ),
        "argv": sys.argv,
        "foreground": os.tcgetpgrp(0) == os.getpgrp(),
        "session": os.getsid(0) == os.getpid(),
        "parent is in the session": os.getsid(os.getppid()) == os.getsid(0),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
    }))
"""


def facts(*, walls: bool, name: str = "bus.py") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(FACTS, walls=walls, name=name))
    return found


@pytest.fixture
def grader_ignores_and_blocks() -> Iterator[None]:
    """A grader that was started with signals ignored and blocked, as nohup(1) and some shells do."""
    signums = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGHUP, signal.SIGPIPE]
    before = {signum: signal.signal(signum, signal.SIG_IGN) for signum in signums}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2, signal.SIGCHLD, signal.SIGTERM})
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    for signum, handler in before.items():
        signal.signal(signum, handler)


@BOTH
@pytest.mark.usefixtures("grader_ignores_and_blocks")
def test_no_signal_is_ignored_or_blocked_whatever_the_grader_does(walls: bool) -> None:
    found = facts(walls=walls)
    assert set(found["ignored"]) == {signal.SIGPIPE, signal.SIGXFSZ}  # these Python ignores by itself
    assert found["blocked"] == []
    assert int(found["pending"], 16) == 0


@BOTH
def test_a_terminal_and_utf_8(walls: bool) -> None:
    found = facts(walls=walls)
    assert found["terminal"] == [True, True, True]
    assert (found["encoding"], found["preferred"]) == ("utf-8", "UTF-8")
    assert found["descriptors"] == 3
    assert found["core"] == [0, 0]


@BOTH
def test_a_folder_of_its_own_with_nothing_else_in_it(walls: bool) -> None:
    found = facts(walls=walls, name="我的 bus.py")
    assert found["files"] == ["我的 bus.py"]
    assert found["argv"] == ["我的 bus.py"]
    assert found["home"] == found["folder"]
    assert not Path(found["folder"], "我的 bus.py").exists()


@BOTH
def test_nothing_of_the_graders_environment(walls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "the answers")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert set(facts(walls=walls)["environment"]) <= {
        "HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "PWD", "PYTHONDONTWRITEBYTECODE", "TERM", "USER",
        "OLDPWD", "SHLVL", "_",
    }  # fmt: skip


@BOTH
def test_the_foreground_group_with_its_shell_in_the_session(walls: bool) -> None:
    found = facts(walls=walls)
    assert found["foreground"]
    assert not found["session"]
    assert found["parent is in the session"]


@BOTH
@pytest.mark.parametrize("name", ["-c.py", "a'b \"c.py", "二" * 80 + ".py", "x" * 252 + ".py", "🚌.py", "new\nline.py"])
def test_odd_names(walls: bool, name: str) -> None:
    assert "it runs" in output("print('it runs')", walls=walls, name=name)


def test_a_name_that_cannot_be_written_is_replaced() -> None:
    submission = launcher("", name="\ud800.py").submission
    assert launch.file_name(submission) == "bus.py"
    assert launch.file_name(replace(submission, filename="\udcff.py")) == "\udcff.py", "a byte that is no UTF-8"


def test_a_name_no_file_can_have_is_an_error() -> None:
    with pytest.raises(OSError), launcher("", name="x" * 300 + ".py").started():
        pass


@BOTH
def test_sigtstp_stops_by_default(walls: bool) -> None:
    """In an orphaned process group it would be thrown away (setpgid(2))."""
    with running("import signal; print('ready'); signal.pause()", walls=walls) as program:
        prints(program, "ready")
        assert program.driver
        look_until(program, lambda: program.processes[program.driver or 0].blocked)
        program.send(program.driver, "SIGTSTP")
        look_until(program, lambda: program.processes[program.driver or 0].state == "T")


@BOTH
def test_keys_reach_the_program_and_nobody_else(walls: bool) -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGQUIT, lambda *_: os.write(1, b"quit "))  # print may be interrupted by itself
        os.fork()
        signal.signal(signal.SIGINT, lambda *_: os.write(1, b"interrupt "))
        print("ready", flush=True)
        while True:
            signal.pause()
    """
    with running(source, walls=walls) as program:
        look_until(program, lambda: program.text().count("ready") == 2)
        for letter, word in (("c", "interrupt"), ("\\", "quit")):
            program.type(letter)
            look_until(program, lambda word=word: program.text().count(word) == 2)  # type: ignore[misc]
        assert len(program.processes) == 2


GETS_AWAY = {
    "orphan": "os.fork() and os._exit(0)",
    "own session": "os.fork() and os._exit(0); os.setsid()",
    "double fork": "os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); os.chdir('/')",
    "stopped": "os.kill(os.getpid(), signal.SIGSTOP) if os.fork() == 0 else None",
    "deaf": "[signal.signal(s, signal.SIG_IGN) for s in (1, 2, 3, 15, 20)]; os.fork()",
    "blocks all": "os.fork(); signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))",
    "closes the terminal": "os.fork(); os.closerange(0, 3)",
    "subreaper": "__import__('ctypes').CDLL(None).prctl(36, 1, 0, 0, 0); [os.fork() for _ in range(3)]",
    "parent's killer": "os.kill(os.getppid(), 9) if not os.fork() else None",
    "a crowd": "[os.fork() for _ in range(5)]",
    "stops its shell": "os.kill(os.getppid(), signal.SIGSTOP)",
}


@BOTH
@pytest.mark.parametrize("trick", GETS_AWAY)
def test_nothing_of_it_is_left(trick: str, walls: bool) -> None:
    before = set(proc.descendants(os.getpid()))
    source = f"import os, signal, sys\nprint('up', flush=True)\n{GETS_AWAY[trick]}\nwhile True:\n    signal.pause()\n"
    with running(source, walls=walls) as program:
        look_until(program, lambda: "up" in program.text() and bool(program.processes or program.ended(program.driver)))
        for _ in range(20):
            program.look()
        there = {pid for pid in proc.descendants(os.getpid()) if pid not in before}
        starts = {pid: found.start for pid in there if (found := proc.process(pid))}
    for pid, start in starts.items():
        found = proc.process(pid)
        assert found is None or found.start != start, found
    assert set(proc.descendants(os.getpid())) == before


def test_a_child_the_grader_has_for_other_reasons_is_spared() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        with running("import signal; print('up', flush=True); signal.pause()") as program:
            prints(program, "up")
        assert other.poll() is None
        other.communicate(b"\n")
    assert other.returncode == 0


@BOTH
def test_two_at_once_do_not_end_each_other(walls: bool) -> None:
    source = "import signal; print('up', flush=True); signal.pause()"
    with running(source, walls=walls) as first:
        prints(first, "up")
        with running(source, walls=walls) as second:
            prints(second, "up")
        first.look()
        assert not first.ended(first.driver)
        assert first.processes


@BOTH
def test_what_its_folder_has_become_is_removed(walls: bool, temporary_files: Path) -> None:
    source = """
        import os
        os.makedirs("locked/inside")
        open("locked/inside/file", "w").close()
        for number in range(300):
            os.mkdir("deeper")
            os.chdir("deeper")
        os.chmod(os.environ["HOME"] + "/locked", 0)
    """
    with running(source, walls=walls) as program:
        ends(program)
    assert list(temporary_files.glob("grade-*")) == []


@BOTH
@pytest.mark.parametrize("moment", ["group", "end", "remove"])
def test_interrupted_while_it_begins_or_ends_it_is_gone_all_the_same(
    moment: str, walls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C comes right at that step; that nothing is left the fixtures assert."""
    step = getattr(launch, moment)
    reached = []

    def interrupted(*words: Any) -> Any:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # the tests may have other threads, a grader has none
        reached.append(moment)
        return step(*words)

    monkeypatch.setattr(launch, moment, interrupted)
    with pytest.raises(KeyboardInterrupt), running("import time; time.sleep(3600)", walls=walls):
        pass
    assert reached == [moment]


def test_an_interpreter_that_is_not_there_is_an_error() -> None:
    made = replace(launcher(""), python="/nowhere/python")
    with pytest.raises(FileNotFoundError, match="/nowhere/python"), made.started():
        pass
