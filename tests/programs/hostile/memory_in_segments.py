"""320 MiB in System V shared memory that no process is attached to, for 30 s"""
import ctypes
import os
import signal

if os.getpid() > 99:
    raise SystemExit("only for a PID namespace of its own")
signal.alarm(30)
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
libc.shmdt.argtypes = [ctypes.c_void_p]
for _ in range(40):
    segment = libc.shmget(0, 8 << 20, 0o1600)
    place = libc.shmat(segment, None, 0)
    if place in (None, 2**64 - 1):
        break
    ctypes.memset(place, 85, 8 << 20)
    libc.shmdt(place)
while True:
    signal.pause()
