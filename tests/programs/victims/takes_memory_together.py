"""Four children with 40 MiB each, of their own."""
import os
import signal

for number in range(4):
    if os.fork() == 0:
        block = os.urandom(40 << 20)
        break
signal.pause()
