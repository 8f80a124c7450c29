"""one process with 150 children that sleep for 5 s"""
import os
import signal

for _ in range(150):
    try:
        if os.fork() == 0:
            signal.alarm(5)
            signal.pause()
    except OSError:
        break
signal.alarm(5)
while True:
    signal.pause()
