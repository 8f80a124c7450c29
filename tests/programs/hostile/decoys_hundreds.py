"""300 sessions of one process each, deaf to everything, for 30 s"""
import os
import signal
import time

signal.alarm(30)
for _ in range(300):
    try:
        if os.fork() == 0:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            time.sleep(30)
            os._exit(0)
    except OSError:
        break
while True:
    signal.pause()
