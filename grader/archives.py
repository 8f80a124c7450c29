"""Looking into a .zip without being harmed by it: nothing is ever unpacked to the disk.

A learning platform's archive holds what strangers handed in. So names are labels and no paths (no "zip slip"), links
are not followed, a member is read to a limit and no further (no bomb), and what cannot be read has a reason.

Names: where an archive does not say that they are UTF-8, the standard library reads them as code page 437; Chinese
Windows writes them in GBK, other programs in UTF-8 without saying so. Both are tried.
"""

from __future__ import annotations

import contextlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.errors import UserError, reason
from grader.model import Text
from grader.text import T

MOST_MEMBERS = 60_000
"""Members of an archive. A class of thousands has a few each; the list of all of them is held in memory."""

_LARGEST_DIRECTORY = 64 << 20  # bytes; the standard library reads the list of members in one piece
_END = struct.Struct("<4s4xHHL6x")  # APPNOTE.TXT 4.3.16: end of central directory: signature, members, members, bytes
_END_SIZE = 22
_LONGEST_COMMENT = 1 << 16
_UTF8 = 0x800  # APPNOTE.TXT 4.4.4, general purpose bit 11
_ENCRYPTED = 0x1
# The standard library unpacks the other methods in pieces of any size, so that a small bomb fills the memory.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# NotImplementedError is how zipfile refuses what it cannot unpack: a patch, strong encryption, a later version.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)


class ArchiveError(UserError):
    """The archive, or a member of it, cannot be read; `text` is the reason, without the name of the file."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, with / and nothing empty in it, and what keeps it from being read."""

    index: int
    path: str
    problem: Text | None = None


class Archive:
    """An open archive; `members` has its files, not its folders, as far as their names can be used."""

    def __init__(self, path: str) -> None:
        """ArchiveError where it is no archive that can be read; OSError where it cannot be opened."""
        self._file = Path(path).open("rb")  # noqa: SIM115 - closed by __exit__
        try:
            _check_directory(self._file.seek(0, 2), self._tail())
            self._zip = zipfile.ZipFile(self._file)
        except _BROKEN as error:
            self._file.close()
            raise ArchiveError(T("is no .zip archive, or a broken one")) from error
        except BaseException:
            self._file.close()
            raise
        self._infos = self._zip.infolist()
        self.members = tuple(_members(self._infos))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._zip.close()
        self._file.close()

    def read(self, index: int, most: int) -> bytes:
        """The first `most` bytes of a member; ArchiveError where they cannot be had."""
        try:
            with self._zip.open(self._infos[index]) as member:
                return member.read(most)
        except RuntimeError as error:  # what zipfile says of a member that needs a password
            raise ArchiveError(T("is encrypted")) from error
        except _BROKEN as error:
            raise ArchiveError(T("is damaged in its archive")) from error
        except OSError as error:
            raise ArchiveError(T("cannot be read: {reason}", reason=reason(error))) from error

    def _tail(self) -> bytes:
        size = self._file.seek(0, 2)
        self._file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        return self._file.read()


class Archives:
    """Archives that stay open while their members are read one after the other; the last one used is kept."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._last: tuple[str, Archive] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._stack.close()

    def opened(self, path: str) -> Archive:
        """That archive, open. Errors as Archive has them."""
        if self._last is None or self._last[0] != path:
            self._stack.close()
            self._last = None
            self._last = path, self._stack.enter_context(Archive(path))
        return self._last[1]


def _check_directory(size: int, tail: bytes) -> None:
    """Refuse an archive whose list of members would fill the memory; BadZipFile where there is no such list."""
    place = tail.rfind(b"PK\5\6")
    if size < _END_SIZE or place < 0:
        raise zipfile.BadZipFile
    _signature, _members_here, members, directory = _END.unpack_from(tail, place)
    if members > MOST_MEMBERS or directory > _LARGEST_DIRECTORY:
        raise ArchiveError(T("has too many files in it; unpack it and name the folder"))


def _members(infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    encodings = _encodings(infos)
    for index, info in enumerate(infos):
        # Some programs write `./alice.py`; the names between // and around them are empty.
        path = "/".join(part for part in _name(info, encodings).replace("\\", "/").split("/") if part not in ("", "."))
        if path and not info.is_dir() and not stat.S_ISDIR(info.external_attr >> 16):
            yield Member(index, path, _problem(info, path))


def _problem(info: zipfile.ZipInfo, path: str) -> Text | None:
    if ".." in path.split("/"):
        return T("its name leads out of the archive")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return T("is not a regular file")
    if info.flag_bits & _ENCRYPTED:
        return T("is encrypted")
    if info.compress_type not in _METHODS:
        return T("is compressed in a way that is not supported; unpack the archive and name the folder")
    return None


def _name(info: zipfile.ZipInfo, encodings: Sequence[str]) -> str:
    """The name as it was meant; `encodings` are tried where the archive does not say how it is written."""
    name = _written(info)
    if info.flag_bits & _UTF8:
        return name
    return next((read for encoding in encodings if (read := _decoded(name, encoding)) is not None), name)


def _encodings(infos: list[zipfile.ZipInfo]) -> Sequence[str]:
    """First what most names are written in that do not say so. Of the Chinese names in GBK one in thirty is UTF-8 as
    well, and another name then; the names beside it tell.
    """
    names = {name for info in infos if not info.flag_bits & _UTF8 and not (name := _written(info)).isascii()}
    utf8 = sum(_decoded(name, "utf-8") is not None for name in names)
    return ("utf-8", "gb18030") if 2 * utf8 > len(names) else ("gb18030", "utf-8")


def _written(info: zipfile.ZipInfo) -> str:
    """The name as the standard library has it; up to a NUL, as other programs read it too."""
    return info.orig_filename.partition("\0")[0]


def _decoded(name: str, encoding: str) -> str | None:
    """What was read as code page 437, in another encoding; None where it cannot be that."""
    with contextlib.suppress(UnicodeDecodeError):
        return name.encode("cp437").decode(encoding)
    return None
