"""twelve children with 30 MiB each, for 30 s: none of them alone is too large"""
import os
import signal

signal.alarm(30)
for _ in range(12):
    if os.fork() == 0:
        signal.alarm(30)
        kept = b"\x55" * (30 << 20)
        while True:
            signal.pause()
while True:
    signal.pause()
