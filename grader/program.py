"""A running program: its processes, its terminal, the order of its exits; the only place that signals it.

A live thing. It records what it sees and decides nothing: what to do next is the scenarios' business, what it means the
checks'.
"""

from __future__ import annotations

import math
import os
import termios
import time
from collections.abc import Container

from grader import sandbox
from grader.idling import only_reacts
from grader.kernel import proc, signals
from grader.kernel.process import Process
from grader.kernel.procfs import Files
from grader.launch import Terminal
from grader.limits import LimitReached, Watch
from grader.model import Limits, Role
from grader.pidfds import Pidfds
from grader.recorder import Recorder
from grader.transcript import Transcript

_DESERTED = 1.0  # seconds for the ends of processes whose namespace is gone
_FILES = 64  # kept open at most: five of a process, and three programs may be up at once
_HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver", "multiprocessing.semaphore_tracker")


class Program:
    """One launch of the student's program."""

    def __init__(self, terminal: Terminal, recorder: Recorder, limits: Limits) -> None:
        self.recorder = recorder
        self.roles: dict[int, Role] = {}
        self.frozen: int | None = None  # the pid of the process that is held still
        self._terminal = terminal
        self._limits = limits
        self._wrapper = terminal.wrappers
        self._watch = Watch(limits, time.monotonic())
        self._pidfds = Pidfds(terminal.fileno)
        self._files = Files(_FILES)
        self._parents: dict[int, int] = {}  # as first seen: an orphan's changes
        self._ended: list[int] = []
        self._transcript = Transcript(terminal.fileno, limits.output_bytes)
        self._stray = 0
        self.processes: dict[int, Process] = {}
        self.deserted = False  # whether nothing is left of the launch: the program, or what was to start it, has ended
        self.driver: int | None = None
        self._whole = False  # whether the tree was read while all of its processes slept: no child can be missing
        self._missed = False  # whether the driver had ended before the first look

    def __enter__(self) -> Program:
        """The first look; LimitReached as by any."""
        try:
            self.look()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._pidfds.close()
        self._files.close()

    # ------------------------------------------------------------------------------------------------ looking
    @property
    def written(self) -> int:
        """How many characters were written so far."""
        return self._transcript.written

    def text(self, start: int = 0) -> str:
        """What was written, from that character on."""
        return self._transcript.since(start)

    @property
    def fileno(self) -> int:
        """Readable when something was written or a process has ended."""
        return self._pidfds.fileno

    def look(self) -> dict[int, Process]:
        """Take in everything there is to see now: exits in their order, output, processes. Returns the living ones.

        LimitReached where the program uses more than the homework allows.
        """
        ended = self._take_exits()
        if not ended and self._whole and all(proc.has_slept(each, self._files) for each in self.processes.values()):
            self._check_limits(still=True)  # and nobody can have been born
            return self.processes
        self._survey()
        deadline = time.monotonic() + _DESERTED
        while self.deserted and self._pidfds and (left := deadline - time.monotonic()) > 0:
            self._take_exits(left)  # its namespace is being killed: they end one after the other
        self._check_limits(at_once=ended)
        return self.processes

    def _take_exits(self, timeout: float = 0.0) -> bool:
        """Record what has ended, in order; whether anything has."""
        ended = self._pidfds.ready(timeout)
        self._listen()  # what an ended process wrote was written before its end
        for pid in ended:
            self._take_exit(pid)
        return bool(ended)

    def _check_limits(self, *, at_once: bool = False, still: bool = False) -> None:
        """LimitReached, recorded."""
        try:
            self._watch.check(list(self.processes.values()), self._terminal.group, at_once=at_once, still=still)
        except LimitReached as reached:
            self.recorder.add("limit", limit=reached.limit, allowed=reached.allowed, used=reached.used)
            raise

    def _take_exit(self, pid: int) -> None:
        status = self._pidfds.release(pid)
        self._files.forget(pid)
        self._ended.append(pid)
        others = ((other, role) for other, role in self.roles.items() if other in self._pidfds)
        killed = os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
        self.recorder.add(
            "ended",
            role=self.roles.get(pid),
            pid=pid,
            status=os.waitstatus_to_exitcode(status) if status is not None and killed is None else None,
            killed_by=signals.name(killed) if killed else None,
            core=bool(status is not None and killed and os.WCOREDUMP(status)),
            exiting=tuple(role for other, role in others if proc.is_exiting(other)),
        )

    def _listen(self) -> None:
        was_open = self._transcript.open
        piece = self._transcript.read()
        if piece is not None:
            held = self.roles.get(self.frozen) if self.frozen else None
            self.recorder.add("output", text=piece.text, frozen=held, cut=piece.cut)
            if piece.cut:
                self.recorder.add("limit", limit="output_bytes", allowed=self._limits.output_bytes, used=None)
        if was_open and not self._transcript.open:
            self._pidfds.hang_up()

    def _survey(self) -> None:
        found: dict[int, Process] = {}
        self._descend()  # and the tree after it: the driver must not be missing there
        single = {self._terminal.shell, *(each.pid for each in self.processes.values() if each.main_thread_only)}
        tree = proc.descendants(self._terminal.shell, single, self._files)
        self.deserted = not tree
        if self.driver is not None:
            for pid in tree[self._wrapper :]:
                known = pid in self._pidfds
                seen = proc.process(pid, self.processes.get(pid), self._files) if known else proc.process(pid)
                if seen is None:
                    continue
                if not known:
                    self._meet(seen)
                # Not by its state: a zombie may still have threads that run. The pidfd tells when all have ended.
                if pid in self._pidfds:
                    found[pid] = seen
            if self.driver not in tree and not self._pidfds.has_met(self.driver) and self.driver not in self._ended:
                self._ended.append(self.driver)
                self._end_unseen(self.driver)
        before = self.processes
        self._whole = bool(found) and found.keys() == before.keys() and all(found[pid] is before[pid] for pid in found)
        self.processes = found

    def _descend(self) -> None:
        """Find the driver: the process that the stand-in for the shell or the keeper of the sandbox has started."""
        if self.driver is not None or self._missed:
            return
        pid = sandbox.driver(self._terminal.shell) if self._wrapper else self._terminal.driver
        if pid is not None and (self._wrapper or pid in proc.children(self._terminal.shell)):
            self.driver = pid
            self.roles[pid] = "driver"
            self.recorder.add("launched", role="driver", pid=pid)
        elif not self._wrapper:
            # The fork server has seen to it that it was executed: it has ended, and the stand-in has reaped it.
            self._missed = True
            self.recorder.add("launched", role="driver")
            self._end_unseen(None)

    def _end_unseen(self, pid: int | None) -> None:
        """The driver has ended, and was reaped, before it could be met."""
        self.recorder.add("ended", role="driver", pid=pid, status=None, killed_by=None, core=False, exiting=())

    def _meet(self, seen: Process) -> None:
        """A process that was not there before: watch for its end."""
        if not self._pidfds.meet(seen):
            return
        self._parents[seen.pid] = seen.parent
        self.recorder.add(
            "process",
            role=self.roles.get(seen.pid),
            pid=seen.pid,
            parent=seen.parent,
            parent_role=self.roles.get(seen.parent),
            name=seen.name,
            threads=len(seen.threads),
        )

    def own(self) -> list[Process]:
        """The living processes without multiprocessing's helpers: the driver, then the others in order of birth."""
        found = [each for each in self.processes.values() if not self._is_helper(each.pid)]
        return sorted(found, key=lambda each: (each.pid != self.driver, each.start, each.pid))

    def _is_helper(self, pid: int) -> bool:
        """Whether it is one of multiprocessing's own. Asked anew each time, as it starts as a copy of its parent; and
        what the fork server forks bears the fork server's command line.
        """
        return pid != self.driver and _helps(pid) and not _helps(self._parents[pid])

    @property
    def awake(self) -> dict[int, Process]:
        """Those that run or have a signal to act on, by pid; not the one that is held still."""
        return {pid: each for pid, each in self.processes.items() if not each.blocked and pid != self.frozen}

    @property
    def only_reacts(self) -> bool:
        """Whether its source plainly neither counts nor tells the time."""
        return only_reacts(self._terminal.source)

    def next_wake(self, idle: Container[int] = ()) -> float:
        """When the first process can wake by itself: time.monotonic, inf for never, -inf where it cannot be told.

        The timers of alarm(2) and setitimer(2) do not show in /proc: a program that speaks of one may have set it.
        """
        if self._terminal.timers:
            return -math.inf
        return min((each.wakes for pid, each in self.processes.items() if pid not in idle), default=math.inf)

    def ended(self, pid: int | None) -> bool:
        """Whether its end has been recorded; of no process (None) it has, where that is the driver and was missed."""
        return pid in self._ended or (pid is None and self._missed)

    def role(self, role: Role) -> Process | None:
        """The living process that plays the role."""
        for pid, played in self.roles.items():
            if played == role and pid in self.processes:
                return self.processes[pid]
        return None

    def pid_of(self, role: Role) -> int | None:
        """The pid of the process that plays or played the role."""
        return next((pid for pid, played in self.roles.items() if played == role), None)

    def remains(self) -> list[Process]:
        """What is still there below the stand-in for the shell, zombies too. Not the wrappers, nor a zombie that the
        stand-in or a wrapper is about to reap: after the end of its parent that is theirs to do.
        """
        tree = proc.descendants(self._terminal.shell)
        above, below = {self._terminal.shell, *tree[: self._wrapper]}, tree[self._wrapper :]
        found = [seen for pid in below if (seen := proc.process(pid)) is not None]
        return [each for each in found if each.alive or each.parent not in above]

    def stray_signals(self) -> int:
        """New signals that lie pending at the driver's parent, as a bit mask: it blocks all and fetches none."""
        parent = proc.below(self._terminal.shell, self._wrapper)
        found = proc.process(parent, files=self._files) if parent else None
        pending = found.pending if found else 0
        new, self._stray = pending & ~self._stray, self._stray | pending
        return new

    def who(self, ns_pid: int | None, known: Container[int], catcher: int | None) -> str:
        """Who sent a signal: a role, "timer", "helper" for another of the processes `known` before, else "other": one
        that came and went, as a shell's `kill` does, or a child of the catcher. The pid is one of the program's own PID
        namespace.
        """
        if ns_pid is None:
            return "timer"
        for pid, each in self.processes.items():
            if each.ns_pid == ns_pid:
                own = pid not in known or self._parents.get(pid) == catcher
                return self.roles.get(pid, "other" if own else "helper")
        return "other"

    # ------------------------------------------------------------------------------------------------ acting
    def send(self, pid: int, signame: str) -> bool:
        """Send a signal to a process; False where it has ended."""
        return self._pidfds.send(pid, signals.number(signame))

    def echo(self) -> None:
        """Have the terminal echo what is typed (termios(3), ECHO and ECHOCTL), as it does for a person."""
        attributes = termios.tcgetattr(self._terminal.fileno)
        attributes[3] |= termios.ECHO | termios.ECHOCTL
        termios.tcsetattr(self._terminal.fileno, termios.TCSANOW, attributes)

    def type(self, letter: str) -> None:
        """Type a control character: the kernel sends its signal to the foreground group (termios(3))."""
        self._terminal.pty.sendcontrol(letter)


def _helps(pid: int) -> bool:
    words = " ".join(proc.command_line(pid)[:6])
    return any(name in words for name in _HELPERS)
