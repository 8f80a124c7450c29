"""Where a report of many files is written: a folder, made if need be, its files replaced one by one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import reason
from grader.reports.target import TargetError, replacing
from grader.text import T


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder for results, as named on the command line. What else is in it stays."""

    name: str
    is_standard_output = False

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.name)

    def is_same_file(self, path: str) -> bool:
        """Whether writing would replace that file."""
        with contextlib.suppress(OSError, ValueError):
            return os.path.samefile(self.name, path)  # noqa: PTH121 - either may be missing
        return False

    def check(self) -> None:
        """TargetError where `write` is bound to fail: found out now, not after an hour of grading."""
        try:
            if self.name == "-":
                raise TargetError(T("a report of many files cannot go to standard output; name a folder"))
            if self.path.exists() and not self.path.is_dir():
                raise TargetError(T("{file}: expected a folder; this is something else", file=self.name))
            nearest = next(each for each in (self.path, *self.path.absolute().parents) if each.exists())
            probe = nearest / f".grade-{os.getpid()}.part"
            probe.touch(exist_ok=False)  # asking for permissions is not enough: root has them on a read-only disk too
            probe.unlink()
        except (OSError, ValueError) as error:
            raise self._error(error) from error

    @contextlib.contextmanager
    def open(self) -> Iterator[Folder]:
        """The folder, there to be written to; TargetError where it, or anything in it, cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            yield self
        except OSError as error:
            raise self._error(error) from error

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Put one file there, whole or not at all; `name` may begin with a folder's and a slash. OSError."""
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f".grade-{os.getpid()}.part")
        with replacing(path, part), part.open("wb") as file:
            file.writelines(pieces)

    def _error(self, error: Exception) -> TargetError:
        return TargetError(T("{file}: cannot be written: {reason}", file=self.name, reason=reason(error)))
