import os
import signal
import sys


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


def saler(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    else:
        print("到站了请下车")
        sys.exit(0)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGINT, saler)
    signal.signal(signal.SIGQUIT, saler)
    signal.signal(signal.SIGUSR1, saler)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGUSR1, driver)
    signal.signal(signal.SIGUSR2, driver)
    signal.signal(signal.SIGTSTP, driver)
    os.waitpid(pid, 0)
