"""Finished reports, out of memory: written to a temporary file as they come, read back as often as one likes.

The file has no name, so nothing is left of it however the command ends. Reports are pickled: the file is this process'
own, and reading one back takes a third of the time of judging its evidence again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from typing import IO, Self

from grader.model import Report


class Spool(Collection[Report]):
    """Reports in the order of their numbers, one in memory at a time. A single one is never written to the disk."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._places: dict[int, tuple[int, int]] = {}
        self._sources: dict[str, tuple[int, int]] = {}
        self._newest: tuple[int, Report, bytes | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, number: int, report: Report, source: bytes | None = None) -> None:
        """One more; each number once. `source`: the bytes of the program it is about."""
        if self._newest is not None:
            self._write(*self._newest)
        self._newest = number, report, source

    def __len__(self) -> int:
        return len(self._places) + (self._newest is not None)

    def __iter__(self) -> Iterator[Report]:
        newest = {self._newest[0]} if self._newest else set()
        for number in sorted(self._places.keys() | newest):
            yield self._report(number)

    def __contains__(self, report: object) -> bool:
        return any(each == report for each in self)

    def source(self, report: Report) -> bytes | None:
        """The bytes of the program that the report is about, where they are known."""
        if self._newest is not None and self._newest[1].submission == report.submission:
            return self._newest[2]
        place = self._sources.get(report.submission)
        return self._read(place) if place else None

    def _report(self, number: int) -> Report:
        import pickle  # noqa: PLC0415 - not for a single report

        if self._newest is not None and self._newest[0] == number:
            return self._newest[1]
        report: Report = pickle.loads(self._read(self._places[number]))
        return report

    def _write(self, number: int, report: Report, source: bytes | None) -> None:
        import pickle  # noqa: PLC0415

        self._places[number] = self._append(pickle.dumps(report, pickle.HIGHEST_PROTOCOL))
        if source is not None:
            self._sources[report.submission] = self._append(source)

    def _append(self, data: bytes) -> tuple[int, int]:
        import zlib  # noqa: PLC0415

        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="grade-")  # noqa: SIM115 - closed by __exit__
        start = self._file.seek(0, 2)
        return start, self._file.write(zlib.compress(data, 1))

    def _read(self, place: tuple[int, int]) -> bytes:
        import zlib  # noqa: PLC0415

        assert self._file is not None
        start, size = place
        self._file.seek(start)
        return zlib.decompress(self._file.read(size))
