"""What a program writes to its terminal: read as it comes, decoded, cut where it is more than the homework allows."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from dataclasses import dataclass

_CHUNK = 1 << 16
_CHUNKS_AT_ONCE = 16  # of a flood: the exits have to be looked at in between


@dataclass(frozen=True, slots=True)
class Piece:
    """What was new in one reading; `cut`: it was the last that is kept, the rest of all output is dropped."""

    text: str
    cut: bool


class Transcript:
    """The output of one launch. `limit`: the most bytes that are kept; None: no limit."""

    def __init__(self, master: int, limit: int | None) -> None:
        self.written = 0  # characters
        self.open = True  # until nobody has the terminal open any more
        self._text = io.StringIO()  # adding to a str copies it: a flood takes seconds so
        self._master = master
        self._left = sys.maxsize if limit is None else limit
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def since(self, start: int) -> str:
        """What was written after that many characters."""
        self._text.seek(start)
        return self._text.read()

    def read(self) -> Piece | None:
        """Read what is there; None where that is nothing, or nothing that is kept.

        A read that finds nothing makes the tty hand over what is still under way in the kernel (n_tty_read calls
        tty_buffer_flush_work), so after it nothing that was written before is missing.
        """
        chunks: list[bytes] = []
        for _ in range(_CHUNKS_AT_ONCE):
            try:
                chunk = os.read(self._master, _CHUNK)
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno != errno.EIO:  # EIO: nobody has the terminal open any more
                    raise
                chunk = b""
            if not chunk:
                self.open = False
                break
            chunks.append(chunk)
        return self._taken(b"".join(chunks)) if chunks and self._left > 0 else None

    def _taken(self, raw: bytes) -> Piece:
        text = self._decoder.decode(raw[: self._left])
        self._left -= len(raw)
        self._text.seek(self.written)
        self._text.write(text)
        self.written += len(text)
        return Piece(text, cut=self._left < 0)
