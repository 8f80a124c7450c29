"""The files of /proc as they are read: text, or None where a process is gone or keeps them to itself (proc(5))."""

from __future__ import annotations

import os
from collections.abc import Iterable

SWITCHES = ("voluntary_ctxt_switches", "nonvoluntary_ctxt_switches")
_SETS = ("SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt")
_NAMES = ("State", "NSpid", "Threads", *_SETS, *SWITCHES)  # in the kernel's order
_ROWS = tuple((name, f"\n{name}:\t") for name in _NAMES)
_PIECE = 1 << 16  # bytes; most files here come in one
_SHORT = 1 << 11  # bytes: the kernel hands over a page at least where there is as much (fs/seq_file.c), so this is all


def memory(pid: int, address: int, size: int) -> bytes | None:
    """`size` bytes of the process's memory, or None where that is refused or not mapped."""
    try:
        handle = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.pread(handle, size, address)
    except (OSError, OverflowError):
        return None
    finally:
        os.close(handle)


def link(path: str) -> str:
    """Where a symbolic link leads; empty where that is not told."""
    try:
        return os.readlink(path)  # noqa: PTH115 - the text of a link that leads nowhere
    except OSError:
        return ""


def read(path: str) -> str | None:
    """The whole file; None where it cannot be read."""
    try:
        return contents(path)
    except OSError:
        return None


def contents(path: str) -> str:
    """The whole file; OSError where it cannot be read."""
    return raw(path).decode("utf-8", "replace")


def raw(path: str) -> bytes:
    """The bytes of the whole file; OSError where it cannot be read.

    A file object and its decoder would take as long as the kernel does, and there are a dozen reads to a look.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _whole(handle)
    finally:
        os.close(handle)


def _whole(handle: int) -> bytes:
    data = more = os.pread(handle, _PIECE, 0)
    while len(more) >= _SHORT:
        more = os.pread(handle, _PIECE, len(data))
        data += more
    return data


class Files:
    """Files of /proc that are read again and again, kept open: each reading is one system call then, and not three.

    A live thing: `close` at the end. At most `most` files; others are read as ever. Such a file tells of the process it
    was opened for, and of none that has its pid later: where that has ended it cannot be read (ESRCH).
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._handles: dict[str, int] = {}

    def close(self) -> None:
        """Let go of all."""
        self._let_go(list(self._handles))

    def forget(self, pid: int) -> None:
        """Let go of those of a process that has ended."""
        self._let_go([path for path in self._handles if path.startswith(f"/proc/{pid}/")])

    def _let_go(self, paths: Iterable[str]) -> None:
        for path in paths:
            os.close(self._handles.pop(path))

    def read(self, path: str) -> str | None:
        """The whole file; None where it cannot be read."""
        try:
            return self.contents(path)
        except OSError:
            return None

    def contents(self, path: str) -> str:
        """The whole file; OSError where it cannot be read."""
        handle = self._handles.get(path)
        if handle is None:
            if len(self._handles) >= self._most:
                return contents(path)
            handle = self._handles[path] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return _whole(handle).decode("utf-8", "replace")
        except OSError:
            self._let_go([path])
            raise


def numbers(path: str) -> list[int]:
    """The names in a folder of numbers; empty where it is gone."""
    try:
        return [int(name) for name in os.listdir(path)]  # noqa: PTH208 - as in `raw`
    except OSError:
        return []


def rows(status: str) -> dict[str, str]:
    """The rows of a status file that are wanted here.

    A regular expression takes three times as long, and this is a tenth of a look.
    """
    found = {}
    end = 0
    for name, opening in _ROWS:
        start = status.find(opening, end)
        if start < 0:
            start = status.find(opening)  # another kernel may have another order, or none of it (NSpid before 4.1)
        if start >= 0:
            end = status.index("\n", start + 1)
            found[name] = status[start + len(opening) : end]
    return found
