"""twelve processes that compute for 60 s"""
import os
import signal

for _ in range(11):
    if os.fork() == 0:
        break
signal.alarm(60)
while True:
    pass
