"""Has itself traced by its child (PTRACE_SEIZE), so that nobody else can."""
import ctypes
import os
import signal

libc = ctypes.CDLL(None)
libc.ptrace.argtypes = [ctypes.c_long] * 4
libc.prctl(0x59616D61, ctypes.c_ulong(-1 & (1 << 64) - 1))  # PR_SET_PTRACER_ANY, where Yama is
parent = os.getpid()
child = os.fork()
if not child:
    print("ready" if libc.ptrace(0x4206, parent, 0, 0) == 0 else "refused")
    while True:
        _, status = os.waitpid(parent, 0x40000000)
        if os.WIFSTOPPED(status):
            libc.ptrace(7, parent, 0, os.WSTOPSIG(status))
        else:
            os._exit(0)
while True:
    signal.pause()
