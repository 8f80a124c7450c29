"""Where results are written: a file that is there whole or not at all, or standard output (`-`)."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from grader.errors import UserError, reason
from grader.text import T


class TargetError(UserError):
    """Results cannot be written there."""


def place(name: str) -> str:
    """Where a file of that name is, or would be; two names of one place give the same."""
    with contextlib.suppress(ValueError):  # a NUL in it: no file can have that name
        return os.path.realpath(name)
    return name


@contextlib.contextmanager
def replacing(path: Path, part: Path) -> Iterator[None]:
    """Write `part` inside: afterwards it stands in the place of `path`, or is gone where something went wrong."""
    try:
        yield
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


@dataclass(frozen=True, slots=True)
class Target:
    """A place for results, as named on the command line. `check` it before grading, `open` it once at the end."""

    name: str

    @property
    def is_standard_output(self) -> bool:
        """Whether the results go where the human report would."""
        return self.name == "-"

    def is_same_file(self, path: str) -> bool:
        """Whether writing would replace that file."""
        with contextlib.suppress(OSError, ValueError):
            return not self.is_standard_output and os.path.samefile(self.name, path)  # noqa: PTH121 - any may be missing
        return False

    def check(self) -> None:
        """TargetError where `write` is bound to fail: found out now, not after an hour of grading."""
        if self.is_standard_output:
            return
        path = self._path()
        try:
            if path.is_dir():
                raise TargetError(T("{file}: this is a folder; expected a file to write", file=self.name))
            if not path.parent.is_dir():
                raise TargetError(T("{file}: there is no folder {folder}", file=self.name, folder=str(path.parent)))
            if self._is_special(path):
                return
            part, handle = self._part(path)
            os.close(handle)
            part.unlink()
        except TargetError:
            raise
        except (OSError, ValueError) as error:
            raise self._error(error) from error

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """A file to write the results to. What was there is replaced in one step, and only if all goes well.

        TargetError where it cannot be written.
        """
        try:
            if self.is_standard_output:
                sys.stdout.flush()
                yield sys.stdout.buffer
                sys.stdout.buffer.flush()
            elif self._is_special(path := self._path()):
                with path.open("wb") as out:
                    yield out
            else:
                with self._replaced(path) as out:
                    yield out
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._error(error) from error

    def _path(self) -> Path:
        """Through symbolic links, so that the link stays and what it leads to is replaced."""
        return Path(os.path.realpath(self.name))

    def _is_special(self, path: Path) -> bool:
        """A pipe (`>(...)` of a shell), a terminal, /dev/null: there is nothing to replace."""
        return path.exists() and not path.is_file()

    def _part(self, path: Path) -> tuple[Path, int]:
        part = path.with_name(f".grade-{os.getpid()}.part")
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666
        return part, os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, mode)

    @contextlib.contextmanager
    def _replaced(self, path: Path) -> Iterator[BinaryIO]:
        part, handle = self._part(path)
        with replacing(path, part), open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
            yield file
            file.flush()
            os.fsync(handle)

    def _error(self, error: Exception) -> TargetError:
        return TargetError(T("{file}: cannot be written: {reason}", file=self.name, reason=reason(error)))
