"""Opening files that strangers handed in: only regular ones, never a FIFO, a device or a socket."""

from __future__ import annotations

import os
import stat


def beginning(path: str, most: int) -> bytes | None:
    """Of a file, at most `most` bytes; None where it is no regular file. OSError where it cannot be opened or read."""
    # Opening a device can have effects, so look first; then look again: it may have been replaced.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - one system call, no Path needed
        return None
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with open(handle, "rb") as source:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        return source.read(most)
