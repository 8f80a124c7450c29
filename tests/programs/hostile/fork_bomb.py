"""every process forks for as long as it can; at most 200 in all, and none lives longer than 30 s"""
import mmap
import os
import signal

MOST = 200
born = mmap.mmap(-1, 4096)
lock = os.memfd_create("lock")
while True:
    signal.alarm(30)
    os.lockf(lock, os.F_LOCK, 0)
    count = int.from_bytes(born[:4], "little")
    born[:4] = (count + 1).to_bytes(4, "little")
    os.lockf(lock, os.F_ULOCK, 0)
    if count >= MOST:
        break
    try:
        os.fork()
    except OSError:
        break
while True:
    signal.pause()
