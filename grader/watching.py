"""`--watch`: grade a program again whenever its file changes, one report on the screen at a time.

The file is looked at, not listened to: a library that has the kernel tell it (inotify) brings a thread of its own, and
no thread may be about where programs are forked. Editors write in several steps, and many replace the file: so it is
graded when it has been there, the same, for two looks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_LOOK = 0.25  # seconds between two looks


def watch(path: str, grade: Callable[[], bool]) -> None:
    """Grade now and after each change, until `grade` returns False; KeyboardInterrupt is the other way out."""
    seen = None
    while True:
        now = _state(path)
        if now != seen and now is not None and now == _later(path):
            seen = now
            if not grade():
                return
        time.sleep(_LOOK)


def _later(path: str) -> tuple[int, int, int] | None:
    time.sleep(_LOOK)
    return _state(path)


def _state(path: str) -> tuple[int, int, int] | None:
    """What changes when the file does; None where there is none at the moment."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
