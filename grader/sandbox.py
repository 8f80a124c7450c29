"""Walls around a submission: bubblewrap (bwrap(1)) gives it namespaces of its own and an almost empty file system.

Inside there is the interpreter with its libraries, read-only; /proc of its own PID namespace; a minimal /dev; and a
writable, size-limited folder in memory with the program in it. No home, no network, no other submission, no grader.
From outside the processes are in sight as ever: their pids, signals and memory, for a grader of the same user or root.

As root the program becomes the unprivileged user 65534 inside, by setpriv(1), and gets its user namespace from
unshare(1). Letting bwrap map root to another uid instead was tried: outside the namespace it would still be root.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.kernel import proc
from grader.limits import ROOM
from grader.model import Limits

HOME = "/home/student"
_KEEPS = ("sleep", "infinity")
WRAPPERS = 3  # bwrap itself, its child that is process 1 of the PID namespace, and the keeper
# bwrap's process 1 ends, and with it all processes of the namespace, when its first child ends. Were that the driver, a
# driver that leaves first would take the conductor with it. So the first child is one that stays and starts the driver.
# All of them were started with every signal blocked: a Ctrl+C meant for the program must not end them, and what the
# driver sends to its parent stays pending there. env(1) gives the program a clean slate.
# The keeper's own command line says which process that is: two lengths of time, and the second is the driver's pid.
_STARTS = ("env", "--default-signal")
_KEEPER = f'exec 3<&0; {" ".join(_STARTS)} "$@" <&3 3<&- & exec {" ".join(_KEEPS)} $! 3<&-'
_NOBODY = "65534"
_SCRATCH = 64 << 20  # bytes each of the folders in memory may hold where the homework sets no limit
_ETC = ("ld.so.cache", "alternatives", "localtime", "hosts", "nsswitch.conf")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What the walls let through: the interpreter as it is called inside, and the folders it needs."""

    python: str
    folders: tuple[str, ...]
    hidden: tuple[str, ...] = ()

    def command(self, program: Path, name: str, limits: Limits) -> list[str]:
        """The command that runs the program, a file outside, behind walls, by that name in its working folder."""
        script = f"{HOME}/{program.name}"
        # Set inside, where RLIMIT_NPROC counts the processes of the new user namespace alone (setrlimit(2)).
        number = [] if limits.processes is None else ["prlimit", f"--nproc={limits.processes + ROOM}"]
        return [
            *self.walls(limits),
            *("--ro-bind", str(program), script, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME),
            *_unprivileged(),
            *number,
            *("sh", "-c", _KEEPER, "keeper", f"HOME={HOME}", "USER=student", f"PWD={HOME}"),
            *(self.python, name),
        ]

    def walls(self, limits: Limits) -> list[str]:
        """bwrap and its options, without the command."""
        disk = limits.disk_bytes or _SCRATCH
        words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        words += ["--die-with-parent", "--hostname", "bus", "--ro-bind", "/usr", "/usr"]
        if os.geteuid():
            words += ["--unshare-user"]
        else:
            words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
            words += ["--cap-add", "CAP_SETPCAP"]
        for name in ("bin", "sbin", "lib", "lib32", "lib64"):
            words += _as_outside(Path("/", name))
        words += ["--perms", "0755", "--dir", "/etc"]  # root's bwrap would make it 0700
        for name in _ETC:
            words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
        made = {"/", "/usr", "/etc", "/home", "/tmp", "/proc", "/dev"}
        for folder in self.folders:
            words += _with_parents(folder, made)
        for folder in self.hidden:
            words += ["--tmpfs", folder]
        words += ["--proc", "/proc", "--dev", "/dev"]
        for folder, share in (("/tmp", 4), ("/dev/shm", 4), (HOME, 1)):
            words += ["--perms", "1777", "--size", str(disk // share), "--tmpfs", folder]
        return words


def driver(shell: int) -> int | None:
    """The pid of the driver behind the walls that this process put up; None while it is being started."""
    keeper = proc.below(shell, WRAPPERS)
    if keeper is None:
        return None
    words = proc.command_line(keeper)
    if words[:-1] != _KEEPS:
        return None
    children = (proc.process(pid) for pid in proc.children(keeper))
    found = next((each for each in children if each and str(each.ns_pid) == words[-1]), None)
    if found is None:
        return None
    line = proc.command_line(found.pid)
    starting = not line or line[:2] == _STARTS or line[2:3] == (_KEEPER,)
    # It has no command line any more where it ended before the first look; the keeper leaves it as a zombie.
    return None if starting and found.alive else found.pid


def _unprivileged() -> list[str]:
    if os.geteuid():
        return []
    words = ["setpriv", "--reuid", _NOBODY, "--regid", _NOBODY, "--clear-groups", "--no-new-privs"]
    return [*words, "--inh-caps=-all", "--bounding-set=-all", "unshare", "--user", "--map-current-user"]


def _as_outside(path: Path) -> list[str]:
    """/bin and its like: a link where it is one outside (merged /usr), else read-only."""
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]  # noqa: PTH115 - the text of the link, not a Path
    return ["--ro-bind", str(path), str(path)] if path.is_dir() else []


def _with_parents(folder: str, made: set[str]) -> list[str]:
    """The folder read-only; those above it empty, and open to the unprivileged user: root's bwrap makes them 0700."""
    words: list[str] = []
    for parent in reversed(Path(folder).parents):
        if str(parent) not in made:
            made.add(str(parent))
            words += ["--perms", "0755", "--dir", str(parent)]
    return [*words, "--ro-bind", folder, folder]


def sandbox(python: str) -> Sandbox:
    """The walls for this interpreter. OSError or subprocess.SubprocessError where it cannot be asked for its folders.

    The grader's own interpreter is taken without its virtual environment, so that nothing of the grader is in sight.
    """
    if python == sys.executable:
        executable, prefixes = getattr(sys, "_base_executable", sys.executable), [sys.base_prefix, sys.base_exec_prefix]
    else:
        executable, *prefixes = _ask(python)
    folders = sorted({os.path.realpath(each) for each in prefixes} | _bin_folders(executable))
    needed = tuple(each for each in folders if not _below(each, "/usr"))
    own = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "reference")]
    return Sandbox(executable, needed, tuple(each for each in own if _visible(each, (*needed, "/usr"))))


def _ask(python: str) -> Sequence[str]:
    code = "import sys; print(sys.executable, sys.prefix, sys.base_prefix, sys.base_exec_prefix, sep='\\n')"
    answer = subprocess.run([python, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=True)
    return os.fsdecode(answer.stdout).splitlines()


def _bin_folders(executable: str) -> set[str]:
    """Where the executable is, and where the link leads that it is in a virtual environment."""
    return {str(Path(each).parent.parent) for each in (executable, os.path.realpath(executable))}


def _below(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def _visible(path: str, folders: Sequence[str]) -> bool:
    return Path(path).is_dir() and any(_below(os.path.realpath(path), folder) for folder in folders)


def works(walls: Sandbox) -> str | None:
    """None where a program can be run behind these walls here; else why not, in the words of the system."""
    for tool in ("bwrap", "env", "prlimit") if os.geteuid() else ("bwrap", "env", "prlimit", "setpriv", "unshare"):
        if shutil.which(tool) is None:
            return f"{tool}: not installed"
    command = [*walls.walls(Limits()), *_unprivileged(), "prlimit", "--nproc=64", "env", "--default-signal", "true"]
    before = set(proc.children(os.getpid()))
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    # A grader that adopts orphans is handed bwrap's process 1, which ends a little later than bwrap itself.
    for orphan in set(proc.children(os.getpid())) - before:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(orphan, 0)
    return None if done.returncode == 0 else os.fsdecode(done.stderr).strip() or f"exit status {done.returncode}"
