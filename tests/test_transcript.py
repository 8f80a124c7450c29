"""What a program writes to its terminal, and whether it had to wait until that was read."""

from __future__ import annotations

import os
import pty
from collections.abc import Iterator

import pytest

from grader.transcript import Transcript


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal; none of them blocks."""
    ends = pty.openpty()
    for each in ends:
        os.set_blocking(each, False)
    yield ends
    for each in ends:
        os.close(each)


def fill(slave: int, size: int = 500) -> None:
    with pytest.raises(BlockingIOError):
        while True:
            os.write(slave, b"x" * size)


@pytest.mark.parametrize("size", [11, 257, 500, 1859, 65536])
def test_a_terminal_that_was_full_is_told_from_one_that_was_not(terminal: tuple[int, int], size: int) -> None:
    master, slave = terminal
    transcript = Transcript(master, None)
    os.write(slave, b"x" * 4000)
    piece = transcript.read()
    assert piece
    assert (len(piece.text), transcript.floods) == (4000, 0)
    for flood in (1, 2):
        fill(slave, size)
        assert transcript.read()
        assert transcript.floods == flood
    assert transcript.read() is None
    assert transcript.floods == 2


def test_what_is_not_kept_is_no_flood(terminal: tuple[int, int]) -> None:
    """Or a program that writes for ever would be waited for as long."""
    master, slave = terminal
    transcript = Transcript(master, 100)
    fill(slave)
    piece = transcript.read()
    assert piece
    assert piece.cut
    fill(slave)
    assert transcript.read() is None
    assert (transcript.written, transcript.floods) == (100, 1)
