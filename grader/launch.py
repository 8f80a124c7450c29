"""From a submission to a running program: a pty, a clean signal state, a folder of its own; and the end of it all.

The program runs as it would under a shell. Its process group is in the foreground of its own terminal, and the leader
of that session is a stand-in for the shell: the first process pexpect starts does not become the program, it forks it.
That makes three things true that are not when the program itself leads the session:

- the process group is not orphaned (setpgid(2)), so the default action of SIGTSTP stops, as it does in real life;
- orphans come back to the stand-in (PR_SET_CHILD_SUBREAPER, prctl(2)), so no process leaves the tree;
- the driver's parent blocks every signal and fetches none, so a signal the driver sends to its parent stays in sight.

Only this module starts processes; `ending.py` kills and reaps them.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import signal
import tempfile
import termios
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pexpect

from grader import sandbox
from grader.cgroup import Group, group
from grader.ending import end, remove, uninterrupted
from grader.kernel import libc, proc
from grader.limits import apply
from grader.model import Limits, Submission
from grader.sandbox import Sandbox

_SHELLS: set[int] = set()  # the stand-ins that are up
# What ends a wait and does not show in the call: timers, SO_RCVTIMEO and its like (socket(7)), VTIME (termios(3)).
_TIMERS = re.compile(rb"alarm|itimer|ITIMER|timerfd|timer_create|TIMEO|VTIME")
_ROWS, _COLUMNS = 24, 200  # wide, so that a program that wraps its lines leaves the messages whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A program just started: the pty's master (not blocking); the pid of the stand-in for the shell and that of the
    driver (None behind walls: they are still being put up); how many processes of the sandbox are between the two; the
    control group that holds them all; whether the source speaks of timers.
    """

    pty: pexpect.spawn
    shell: int
    driver: int | None
    wrappers: int
    group: Group | None
    timers: bool

    @property
    def fileno(self) -> int:
        """The master's descriptor."""
        return int(self.pty.child_fd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """How this submission is launched: by which interpreter, behind which walls (None: none), with what limits.

    `spared` are the children the grader has for other reasons, which the end of a launch leaves alone.
    """

    submission: Submission
    python: str
    sandbox: Sandbox | None
    limits: Limits
    spared: frozenset[int]

    @contextlib.contextmanager
    def started(self) -> Iterator[Terminal]:
        """The program running on a pty of its own; at the end every process and file of it is gone, the pty closed.

        OSError where no pty, process or file could be had, pexpect.ExceptionPexpect where it cannot be executed.
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
        pty = self._spawn(self._command(program), folder, cgroup)
        _SHELLS.add(pty.pid)
        stack.callback(self._end, pty)
        _prepare(pty.child_fd)
        return Terminal(
            pty=pty,
            shell=pty.pid,
            driver=None if self.sandbox else int(proc.name(pty.pid)),
            wrappers=sandbox.WRAPPERS if self.sandbox else 0,
            group=cgroup,
            timers=_TIMERS.search(self.submission.source) is not None,
        )

    def _end(self, pty: pexpect.spawn) -> None:
        _SHELLS.discard(pty.pid)
        end(pty.pid, self.spared | _SHELLS)
        # pexpect must neither signal nor wait for a pid that is reaped already.
        pty.ptyproc.terminated = pty.terminated = True
        pty.close()

    def _command(self, program: Path) -> list[str]:
        if self.sandbox is None:
            return [self.python, script_name(program)]
        return self.sandbox.command(program, script_name(program), self.limits)

    def _spawn(self, command: Sequence[str], folder: Path, cgroup: Group | None) -> pexpect.spawn:
        pty = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(folder),
            # Behind walls bwrap and the keeper have it too, and the program may look at that (/proc/2/environ).
            env=environment(Path(sandbox.HOME) if self.sandbox else folder),
            echo=False,
            timeout=None,
            dimensions=(_ROWS, _COLUMNS),
            preexec_fn=lambda: _stand_in(self.limits, cgroup, walled=self.sandbox is not None),
        )
        # pexpect waits before it sends, and pexpect and ptyprocess wait before they close: nothing here needs that.
        pty.delaybeforesend = pty.delayafterread = None
        for each in (pty, pty.ptyproc):
            each.delayafterclose = each.delayafterterminate = 0
        return pty


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
    """Read without blocking; and keep the output that is under way when a key makes a signal (termios(3), NOFLSH)."""
    os.set_blocking(master, False)
    attributes = termios.tcgetattr(master)
    attributes[3] |= termios.NOFLSH
    termios.tcsetattr(master, termios.TCSANOW, attributes)


def _stand_in(limits: Limits, cgroup: Group | None, *, walled: bool) -> None:
    """In the child, before exec: fork the program into the foreground, and stay behind as its shell."""
    gc.disable()
    everything = signal.valid_signals()
    signal.pthread_sigmask(signal.SIG_BLOCK, everything)
    libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    driver = os.fork()
    if driver:
        Path("/proc/self/comm").write_text(str(driver))  # who it is can be told however soon it ends
        os.closerange(3, 1 << 16)  # also the pipe on which pexpect waits for the exec
        _reap_for_ever()
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())  # allowed from the background because SIGTTOU is blocked
    if cgroup is not None:
        cgroup.join()
    apply(limits)
    for signum in everything - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):  # 32 and 33 are glibc's own
            signal.signal(signum, signal.SIG_DFL)
    if not walled:  # the sandbox's processes keep all signals blocked; what they start gets them back inside
        signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _reap_for_ever() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            os._exit(0)
