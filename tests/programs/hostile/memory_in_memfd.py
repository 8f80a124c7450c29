"""eight processes keep 50 MiB each in nameless files of memory, for 30 s"""
import os
import signal

signal.alarm(30)
for _ in range(3):
    os.fork()
signal.alarm(30)
kept = []
for number in range(50):
    try:
        kept.append(os.memfd_create(f"part{number}"))
        os.write(kept[-1], bytes(1 << 20))
    except OSError:
        break
while True:
    signal.pause()
