"""Twelve children that share 30 MiB with their parent: 30 MiB in all, not 390."""
import os
import signal

block = b"x" * (30 << 20)
for _ in range(12):
    if os.fork() == 0:
        signal.pause()
print("ready", flush=True)
signal.pause()
