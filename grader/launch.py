"""From a submission to a running program: a pty, a clean signal state, a folder of its own; and the end of it all.

`shells.py` forks it; `ending.py` kills what there is of it in the end.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pexpect
import ptyprocess

from grader import sandbox
from grader.cgroup import Group, group
from grader.ending import end, end_orphans, remove, uninterrupted
from grader.limits import rlimits
from grader.model import Limits, Submission
from grader.sandbox import Sandbox
from grader.shells import OWN, Shells

# What ends a wait and does not show in the call: timers, SO_RCVTIMEO and its like (socket(7)), VTIME (termios(3)).
_TIMERS = re.compile(rb"alarm|itimer|ITIMER|timerfd|timer_create|TIMEO|VTIME")
_ROWS, _COLUMNS = 24, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A program just started: the pty's master (not blocking); the pid of the stand-in for the shell and that of the
    driver (None behind walls: they are still being put up); how many processes of the sandbox are between the two; the
    control group that holds them all; whether the source speaks of timers; the source.
    """

    pty: pexpect.spawn
    shell: int
    driver: int | None
    wrappers: int
    group: Group | None
    timers: bool
    source: bytes

    @property
    def fileno(self) -> int:
        """The master's descriptor."""
        return int(self.pty.child_fd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """How this submission is launched: by which interpreter, behind which walls (None: none), with what limits.

    `spared` are the children the grader has for other reasons, which the end of a launch leaves alone. `shells` is the
    fork server; without one each launch makes its own.
    """

    submission: Submission
    python: str
    sandbox: Sandbox | None
    limits: Limits
    spared: frozenset[int]
    shells: Shells | None = None

    @contextlib.contextmanager
    def started(self) -> Iterator[Terminal]:
        """The program running on a pty of its own; at the end every process and file of it is gone, the pty closed.

        OSError where no pty, process or file could be had, or the program not be executed; at the end
        RuntimeError where something cannot be killed, and ServerKilledError.
        """
        with contextlib.ExitStack() as stack:
            try:
                with uninterrupted():
                    terminal = self._start(stack)
                yield terminal
            finally:
                with uninterrupted():
                    stack.close()

    def _start(self, stack: contextlib.ExitStack) -> Terminal:
        """What has to be undone at the end is on the stack as soon as it is done."""
        folder = Path(tempfile.mkdtemp(prefix="grade-"))
        stack.callback(remove, folder)
        program = folder / file_name(self.submission)
        program.write_bytes(self.submission.source)
        cgroup = stack.enter_context(group(self.limits))
        shells = self.shells or stack.enter_context(Shells())
        master, slave = os.openpty()
        try:
            _prepare(master)
            shell, driver = shells.start(
                (
                    self._command(program),
                    str(folder),
                    # Behind walls bwrap and the keeper have it too, and the program may look at that (/proc/2/environ).
                    environment(Path(sandbox.HOME) if self.sandbox else folder),
                    os.ttyname(slave),
                    rlimits(self.limits),
                    cgroup.doors if cgroup else [],
                    self.sandbox is not None,
                )
            )
        except BaseException:
            os.close(master)
            end_orphans(self.spared | OWN)  # the fork server may have started it all the same, before it was closed
            raise
        finally:
            os.close(slave)
        pty = _pexpect(shell, master)
        stack.callback(self._end, pty, shells)
        return Terminal(
            pty=pty,
            shell=shell,
            driver=None if self.sandbox else driver,
            wrappers=sandbox.WRAPPERS if self.sandbox else 0,
            group=cgroup,
            timers=_TIMERS.search(self.submission.source) is not None,
            source=self.submission.source,
        )

    def _end(self, pty: pexpect.spawn, shells: Shells) -> None:
        try:
            end(pty.pid, self.spared | OWN, shells.reap)
        finally:
            # pexpect must neither signal nor wait for a pid that is reaped already.
            pty.ptyproc.terminated = pty.terminated = True
            pty.close()

    def _command(self, program: Path) -> list[str]:
        if self.sandbox is None:
            return [self.python, script_name(program)]
        return self.sandbox.command(program, script_name(program), self.limits)


def file_name(submission: Submission) -> str:
    """What its file is called: as it was handed in, in UTF-8 as the program finds everything, whatever the grader's
    locale can write. A name that cannot be written at all is replaced.
    """
    try:
        name = submission.filename or Path(submission.path).name
        return os.fsdecode(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return "bus.py"


def script_name(program: Path) -> str:
    """How the interpreter is told of the program in its working folder: a name like `-c.py` must not be an option."""
    return f"./{program.name}" if program.name.startswith("-") else program.name


def environment(home: Path) -> dict[str, str]:
    """What a program finds: a UTF-8 locale (PEP 538), a PATH, and a home that is its working folder."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _prepare(master: int) -> None:
    """Read without blocking; a wide window, so that a program that wraps its lines leaves the messages whole; no echo;
    and keep the output that is under way when a key makes a signal (termios(3), NOFLSH).
    """
    os.set_blocking(master, False)
    termios.tcsetwinsize(master, (_ROWS, _COLUMNS))
    attributes = termios.tcgetattr(master)
    attributes[3] = attributes[3] & ~termios.ECHO | termios.NOFLSH
    termios.tcsetattr(master, termios.TCSANOW, attributes)


def _pexpect(shell: int, master: int) -> pexpect.spawn:
    """pexpect's picture of a terminal whose processes the fork server has started."""
    pty = pexpect.spawn(None, timeout=None)
    pty.ptyproc = ptyprocess.PtyProcess(shell, master)
    pty.pid, pty.child_fd = shell, master
    pty.terminated = pty.closed = False
    # pexpect waits before it sends, and pexpect and ptyprocess wait before they close: nothing here needs that.
    pty.delaybeforesend = pty.delayafterread = None
    for each in (pty, pty.ptyproc):
        each.delayafterclose = each.delayafterterminate = 0
    return pty
