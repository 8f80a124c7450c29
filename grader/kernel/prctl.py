"""prctl(2), for which Python has no function. On its own, because the fork server imports little else."""

from __future__ import annotations

import ctypes
import os

_prctl = ctypes.CDLL(None, use_errno=True).prctl
_prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def prctl(option: int, argument: int) -> None:
    """prctl(2). OSError with its errno."""
    if _prctl(option, argument, 0, 0, 0) == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
