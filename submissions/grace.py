# 司机和售票员  (到站后司机直接下班)
import os
import signal
import sys
import time


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    if sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    if sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)
        sys.exit(0)


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    if sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    if sig == signal.SIGUSR1:
        print("到站了请下车")
        time.sleep(0.5)  # 等乘客下完
        sys.exit(0)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGINT, conductor)
    signal.signal(signal.SIGQUIT, conductor)
    signal.signal(signal.SIGUSR1, conductor)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
else:
    signal.signal(signal.SIGUSR1, driver)
    signal.signal(signal.SIGUSR2, driver)
    signal.signal(signal.SIGTSTP, driver)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
while True:
    signal.pause()
