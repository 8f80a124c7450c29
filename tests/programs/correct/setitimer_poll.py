# 闹钟每 0.2 秒响一次，响了就看看售票员下车没有
import os
import signal
import sys

pid = os.fork()


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)
    elif sig == signal.SIGALRM:
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            sys.exit(0)


if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP, signal.SIGALRM):
        signal.signal(s, driver)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
while True:
    signal.pause()
