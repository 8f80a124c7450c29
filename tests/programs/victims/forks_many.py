"""Has sixty children, and no more than that, who wait."""
import os
import signal

for number in range(60):
    if os.fork() == 0:
        break
signal.pause()
