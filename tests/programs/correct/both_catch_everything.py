# 两个进程都装了全部的处理函数，用不到的什么也不做
import os
import signal
import sys
from multiprocessing import Process

SIGS = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGALRM,
        signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCONT, signal.SIGWINCH]


def driver_handler(sig, frame):
    if sig == signal.SIGUSR1:
        print('司机: 老司机开车了')
    elif sig == signal.SIGUSR2:
        print('司机: 车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(p.pid, signal.SIGUSR1)
    else:
        pass


def conductor_handler(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print('售票员: 到站了请下车')
        sys.exit(0)
    else:
        pass


def conductor():
    for s in SIGS:
        signal.signal(s, conductor_handler)
    while True:
        signal.pause()


p = Process(target=conductor)
p.start()
for s in SIGS:
    signal.signal(s, driver_handler)
p.join()
