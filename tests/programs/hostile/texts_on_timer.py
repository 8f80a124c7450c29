"""prints the three messages by the clock, and no signal does anything"""
import os
import signal
import time

for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(signum, lambda *_: None)
if os.fork() == 0:
    signal.alarm(30)
    while True:
        signal.pause()
signal.alarm(30)
while True:
    time.sleep(0.3)
    print("老司机开车了", flush=True)
    time.sleep(0.3)
    print("车速有点快，系好安全带", flush=True)
    time.sleep(0.3)
    print("到站了请下车", flush=True)
