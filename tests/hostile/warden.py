"""Runs one command among canaries, and reports what became of them: `python warden.py CONFIG REPORT`.

The warden is the canaries' parent, and adopts whatever the command leaves behind (PR_SET_CHILD_SUBREAPER, prctl(2)): a
process that outlives the command becomes a child of the warden, whatever it has done to its session, name or signals.
So nothing has to be recognised, and nothing that belongs to others can be mistaken. It imports nothing of the grader.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36
_GRACE = 3  # seconds
_CANARY = "import signal\nwhile True:\n    signal.pause()\n"


def _children() -> dict[int, str]:
    """The warden's children by pid, with their states and command lines; zombies too."""
    found = {}
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
            found[int(pid)] = f"{_state(int(pid))} {words}"
    return found


def _await_children() -> None:
    """Give what is about to end the time to do so: helpers of the grader, and what it has killed. The programs that try
    to stay do so for much longer.
    """
    deadline = time.monotonic() + _GRACE
    while (left := _children()) and (rest := deadline - time.monotonic()) > 0:
        poll = select.poll()
        handles = [os.pidfd_open(pid) for pid in left]
        for handle in handles:
            poll.register(handle, select.POLLIN)
        poll.poll(rest * 1000)
        for pid, handle in zip(left, handles, strict=True):
            os.close(handle)
            os.waitpid(pid, os.WNOHANG)


def _end_children() -> None:
    """Kill what was left, and what that leaves; only a process stuck in the kernel can outlast this."""
    deadline = time.monotonic() + 10
    while (left := _children()) and time.monotonic() < deadline:
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        for pid in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def fingerprint(tree: str) -> str:
    """Every name, kind, mode and content below a folder; links are not followed."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(tree):
        folders.sort()
        for name in sorted([*files, *folders]):
            path = Path(folder, name)
            state = path.lstat()
            digest.update(f"{os.fsencode(str(path))!r} {state.st_mode} {state.st_mtime_ns} {state.st_uid}\n".encode())
            if path.is_symlink():
                digest.update(os.fsencode(path.readlink()))
            elif stat.S_ISREG(state.st_mode):
                with contextlib.suppress(PermissionError):
                    digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_connected(door: socket.socket) -> bool:
    """Whether somebody has knocked."""
    with contextlib.suppress(BlockingIOError):
        door.accept()[0].close()
        return True
    return False


def _answers(door: socket.socket) -> bool:
    """Whether the port still accepts."""
    with contextlib.suppress(OSError), socket.create_connection(door.getsockname(), 5):
        return True
    return False


def _run(config: dict[str, Any]) -> dict[str, Any]:
    """The command, as the config says; its output goes to files, as a pipe would stay open in what it leaves."""
    began = time.monotonic()
    output, errors = Path(config["cwd"], "stdout"), Path(config["cwd"], "stderr")
    with (
        output.open("wb") as stdout,
        errors.open("wb") as stderr,
        subprocess.Popen(
            config["command"],
            cwd=config["cwd"],
            env=config["env"],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        ) as process,
    ):
        try:
            process.wait(config["timeout"])
        except subprocess.TimeoutExpired:
            process.kill()
    return {
        "status": process.returncode,
        "stdout": output.read_text(errors="surrogateescape"),
        "stderr": errors.read_text(errors="surrogateescape"),
        "seconds": round(time.monotonic() - began, 2),
    }


def main(config: dict[str, Any]) -> dict[str, Any]:
    """Everything that is to be told about one call."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = fingerprint(config["canaries"])
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as door,
        subprocess.Popen([sys.executable, "-c", _CANARY, "grade-canary"]) as canary,
    ):
        door.bind(f"\0grade-canary-{os.getpid()}")
        for each in (port, door):
            each.listen()
            each.setblocking(False)
        try:
            told = _run(config)
            lives = canary.poll() is None and "T" not in _state(canary.pid)
        finally:
            canary.kill()
            canary.wait()
        _await_children()
        left = _children()
        _end_children()
        return told | {
            "canary lives": lives,
            "canary files unchanged": fingerprint(config["canaries"]) == before,
            "visitors": _is_connected(port) or _is_connected(door),
            "port answers": _answers(port),
            "processes left": sorted(left.values()),
            "files left": sorted(repr(path.name) for path in Path(config["temporary"]).iterdir()),
        }


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]


if __name__ == "__main__":
    report = Path(sys.argv[2])
    report.write_text(json.dumps(main(json.loads(Path(sys.argv[1]).read_bytes()))), encoding="utf-8")
