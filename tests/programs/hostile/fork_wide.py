"""one process with 150 children that sleep for 30 s"""
import os
import signal

for _ in range(150):
    try:
        if os.fork() == 0:
            signal.alarm(30)
            signal.pause()
    except OSError:
        break
signal.alarm(30)
while True:
    signal.pause()
