"""The fork server: a small interpreter that forks what the grader launches; `shells.py` starts it and is its client.

The program runs as it would under a shell. Its process group is in the foreground of its own terminal, and the leader
of that session is a stand-in for the shell: the first process that is forked does not become the program, it forks it.
That makes three things true that are not when the program itself leads the session:

- the process group is not orphaned (setpgid(2)), so the default action of SIGTSTP stops, as it does in real life;
- orphans come back to the stand-in (PR_SET_CHILD_SUBREAPER, prctl(2)), so no process leaves the tree;
- the driver's parent blocks every signal and fetches none, so a signal the driver sends to its parent stays in sight.

It imports next to nothing: each page that either side of a fork writes to is copied, and an interpreter writes wherever
it looks (reference counts). A launch by the grader itself cost it 3 ms in copies and its child 4, an eighth of a
grading; here the two forks cost 2. A fork of the grader that only waits for orders cost the child as much as before:
what `random` and `threading` do after a fork alone touches 160 pages.

    orders     by the standard input, by marshal: (command, folder, environment, terminal, limits, groups, walled)
               starts something, a pid has that stand-in reaped
    answers    by the standard output: (True, stand-in, what it started) or (False, errno, file name); the pid or 0
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import errno
import gc
import marshal
import os
import resource
import sys

from grader.kernel.prctl import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl

Order = tuple[list[str], str, dict[str, str], str, list[tuple[int, int]], list[str], bool]
"""The words of the command; its folder; its environment; the path of its terminal; limits as for setrlimit(2), for soft
and hard; files of control groups to write a zero to; whether it is a sandbox, which keeps all signals blocked: what it
starts gets them back inside.
"""
Answer = tuple[bool, int, int | str]
"""Whether it was started; the pids of stand-in and program, or the errno and the name of a file, if any."""


def serve(grader: int) -> None:
    """Carry out orders until there can be no more. Every signal is blocked, by whoever has started this."""
    prctl(PR_SET_PDEATHSIG, _signal.SIGKILL)
    if os.getppid() != grader:
        return
    for signum in _signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP}:
        if _signal.getsignal(signum) in (_signal.SIG_IGN, _signal.default_int_handler):
            _signal.signal(signum, _signal.SIG_DFL)
    gc.disable()
    gc.freeze()
    while True:
        try:
            order = marshal.load(sys.stdin.buffer)
        except EOFError:
            return
        os.write(1, marshal.dumps(reaped(order) if isinstance(order, int) else started(order)))


def reaped(pid: int) -> int:
    """Wait for it; 0 where it is no child of this fork server, which may have taken the place of another."""
    try:
        return os.waitpid(pid, 0)[0]
    except ChildProcessError:
        return 0


def started(order: Order) -> Answer:
    """Fork the stand-in, which forks the command, and wait until that was executed: the pipe is closed then."""
    told, tell = os.pipe()
    try:
        shell = os.fork()
    except OSError as error:
        os.close(told)
        os.close(tell)
        return False, error.errno or 0, ""
    if shell == 0:
        try:
            stand_in(order, tell)
        except BaseException as error:  # of whatever kind: it must not look like a program that has ended
            number, name = getattr(error, "errno", None), getattr(error, "filename", None)
            os.write(tell, b"-%d %s\0" % (number or errno.EINVAL, os.fsencode(name or "")))
        finally:
            os._exit(1)
    os.close(tell)
    text = b""
    while piece := os.read(told, 4096):
        text += piece
    os.close(told)
    words = {word[:1]: word[1:] for word in text.split(b"\0")}  # either of the two may be first
    if b"+" in words and b"-" not in words:
        return True, shell, int(words[b"+"])
    number, _space, name = words.get(b"-", b"").partition(b" ")
    os.waitpid(shell, 0)  # both end by themselves; were the stand-in killed, the grader would have the other to reap
    return False, int(number or errno.ECHILD), os.fsdecode(name)


def stand_in(order: Order, tell: int) -> None:
    """Fork the program into the foreground of a session of its own, and stay behind as its shell. OSError in either."""
    command, folder, environment, terminal, limits, groups, walled = order
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_PDEATHSIG, _signal.SIGKILL)
    os.setsid()
    slave = os.open(terminal, os.O_RDWR)  # and so it is the session's (credentials(7))
    for handle in (0, 1, 2):
        os.dup2(slave, handle)
    os.close(slave)
    driver = os.fork()
    if driver:
        os.write(tell, b"+%d\0" % driver)
        os.close(tell)
        reap_for_ever()
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())  # allowed from the background because SIGTTOU is blocked
    os.chdir(folder)
    for file in groups:
        join(file)
    for kind, most in limits:
        limit(kind, most)
    if not walled:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, ())
    os.execvpe(command[0], command, environment)


def join(group: str) -> None:
    """Put the calling process into a control group; its children are born into it."""
    handle = os.open(group, os.O_WRONLY)
    os.write(handle, b"0")
    os.close(handle)


def limit(kind: int, most: int) -> None:
    """Set a limit of the calling process, where it may be set (getrlimit(2)); others hold, too."""
    try:  # noqa: SIM105 - contextlib is not imported for this
        resource.setrlimit(kind, (most, most))
    except (OSError, ValueError):
        pass


def reap_for_ever() -> None:
    """What the program leaves behind comes here."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            os._exit(0)
