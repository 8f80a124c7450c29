"""The system calls Python has no function for: ptrace(2), the pidfd ioctl; prctl(2) is in `prctl.py`."""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
from dataclasses import dataclass

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

PTRACE_DETACH = 17
PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207
PTRACE_PEEKSIGINFO = 0x4209
WALL = 0x40000000  # wait(2): __WALL, wait for any child, also for traced threads

_PIDFD_GET_INFO = 0xC040FF0B  # _IOWR(0xFF, 11, struct pidfd_info of 64 bytes), linux/pidfd.h
_PIDFD_INFO_EXIT = 1 << 3
_EXIT_CODE_AT = 60
_SI_TIMER = -2  # timer_create(2)


def ptrace(request: int, tid: int, address: int = 0, data: int = 0) -> int:
    """ptrace(2). OSError with its errno."""
    result = int(_libc.ptrace(request, tid, address, data))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


@dataclass(frozen=True, slots=True)
class Sender:
    """A pending signal and the pid, in the receiver's PID namespace, of who sent it.

    0: somebody outside of that namespace; None: nobody, a timer of its own has run out.
    """

    signum: int
    pid: int | None


def pending_senders(tid: int) -> tuple[Sender, ...]:
    """The signals pending for the process of a stopped tracee, oldest first, with their senders.

    PTRACE_PEEKSIGINFO with PTRACE_PEEKSIGINFO_SHARED; siginfo_t is 128 bytes: si_signo at 0, si_code at 8, si_pid at
    16. OSError as ptrace(2).
    """
    count, shared = 32, 1
    request = ctypes.create_string_buffer(struct.pack("=QIi", 0, shared, count))
    buffer = ctypes.create_string_buffer(128 * count)
    found = ptrace(PTRACE_PEEKSIGINFO, tid, ctypes.addressof(request), ctypes.addressof(buffer))
    senders = []
    for index in range(found):
        signum, _errno, code, _pad, pid = struct.unpack_from("=iiiii", buffer.raw, 128 * index)
        senders.append(Sender(signum, None if code == _SI_TIMER else pid))
    return tuple(senders)


def exit_status(pidfd: int) -> int | None:
    """The wait(2) status of an ended process, reaped by its parent or not; None where the kernel (before 6.15) or the
    moment (still alive) does not tell.
    """
    info = bytearray(struct.pack("=Q", _PIDFD_INFO_EXIT) + bytes(56))
    try:
        fcntl.ioctl(pidfd, _PIDFD_GET_INFO, info)
    except OSError:
        return None
    mask, code = struct.unpack_from("=Q", info)[0], struct.unpack_from("=i", info, _EXIT_CODE_AT)[0]
    return int(code) if mask & _PIDFD_INFO_EXIT else None
