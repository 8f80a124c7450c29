"""each child forks the next and leaves: the process is always a new one; 2000 links or 4 s"""
import os
import sys
import time

began = time.monotonic()
for _ in range(2000):
    if os.fork():
        os._exit(0)
    if time.monotonic() > began + 4:
        break
