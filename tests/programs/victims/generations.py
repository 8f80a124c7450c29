"""Is the first of as many generations as its argument says; the last one says so and all wait."""
import os
import signal
import sys

for left in range(int(sys.argv[1]), 0, -1):
    if left > 1 and os.fork():
        break
    if left == 1:
        print("ready")
signal.pause()
