"""The Pythons of this machine that can run submissions."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MINORS = range(8, 14)


@functools.cache
def interpreter(minor: int) -> str | None:
    """The executable of Python 3.minor, asked of itself, for what is on PATH may be a script; None: there is none."""
    for candidate in _candidates(minor):
        code = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"
        try:
            done = subprocess.run([candidate, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, check=True)
        except (OSError, subprocess.SubprocessError):
            continue
        answer = os.fsdecode(done.stdout).split("\n")
        if answer[1:3] == ["3", str(minor)]:
            return answer[0]
    return None


def _candidates(minor: int) -> Iterator[str]:
    """The grader's own; on PATH; and where each version has a folder of its own, beside the grader's."""
    if sys.version_info[1] == minor:
        yield sys.executable
    name = f"python3.{minor}"
    found = shutil.which(name)
    if found:
        yield found
    for folder in sorted(Path(sys.base_prefix).parent.glob(f"*3.{minor}*")):
        yield str(folder / "bin" / name)
