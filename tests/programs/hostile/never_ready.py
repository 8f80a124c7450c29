"""changes what it does with its signals a thousand times a second, for 20 s"""
import os
import signal
import time

os.fork()
end = time.monotonic() + 20
while time.monotonic() < end:
    for handler in (signal.SIG_IGN, lambda *_: None):
        for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(signum, handler)
    time.sleep(0.001)
