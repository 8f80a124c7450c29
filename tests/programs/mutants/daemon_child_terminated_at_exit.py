# 司机发完信号就 sys.exit()，multiprocessing 会在 atexit 里等子进程
import os
import signal
import sys
import time
from multiprocessing import Process


def handler(sig, frame):
    if os.getpid() == boss:
        if sig == signal.SIGUSR1:
            print("老司机开车了")
        elif sig == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        elif sig == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
            sys.exit(0)
    else:
        if sig == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        elif sig == signal.SIGUSR1:
            time.sleep(0.5)
            print("到站了请下车")
            sys.exit(0)


def conductor():
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, handler)
    signal.signal(signal.SIGQUIT, handler)
    signal.signal(signal.SIGUSR1, handler)
    while True:
        signal.pause()


boss = os.getpid()
p = Process(target=conductor, daemon=True)
p.start()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, handler)
signal.signal(signal.SIGUSR2, handler)
signal.signal(signal.SIGTSTP, handler)
while True:
    signal.pause()
