"""300 sessions of one process each, deaf to everything, for 6 s"""
import os
import signal
import time

signal.alarm(6)
for _ in range(300):
    try:
        if os.fork() == 0:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            time.sleep(6)
            os._exit(0)
    except OSError:
        break
while True:
    signal.pause()
