"""Where a process waits, and whether it is back there: pictures of it compared, before a stimulus and after."""

from __future__ import annotations

from grader.kernel.process import Process

_SPINNING = 0.01  # seconds of processor time after which one that never blocks has done what it was at; it takes 0.0001
_FRAME = 0x100  # bytes of stack; a handler of Python's waits more than 500 below what it has interrupted


def is_back(before: Process, now: Process) -> bool:
    """Whether it waits where it did before, with as many threads: in its main loop, in no handler, nothing under way.

    Of one that was running then nobody can tell, and it counts as back.
    """
    if None in before.places:
        return True
    return now.blocked and len(now.threads) == len(before.threads) and _in_same_place(before, now)


def has_settled(before: Process, at: Process, now: Process) -> bool:
    """Whether it is back and has no signal to act on; one that never blocks has had some processor time since it was
    seen `at` what it has to be done with.
    """
    if None in before.places:
        return not now.pending and (now.blocked or now.cpu - at.cpu > _SPINNING)
    return now.blocked and _in_same_place(before, now)


def _in_same_place(before: Process, now: Process) -> bool:
    """Whether the main thread waits in the same call, made from the same frame.

    A frame moves a little: CPython 3.11 specialises what is called often (PEP 659), which moved the stack by 80 bytes.
    """
    was, is_in = before.places[:1], now.places[:1]
    if not was or not is_in or was[0] is None or is_in[0] is None:
        return was == is_in
    (number, sp, pc), (number_now, sp_now, pc_now) = was[0], is_in[0]
    return (number, pc) == (number_now, pc_now) and abs(sp - sp_now) < _FRAME


def undisturbed(before: Process, after: Process) -> bool:
    """Whether it has not run in between, and nothing is pending for it."""
    return after.blocked and not after.pending and before.turns == after.turns
