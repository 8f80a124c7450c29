# 司机和售票员
import os
import signal
import sys
import time
from multiprocessing import Process


def handler_int(sig, frame):
    os.kill(os.getppid(), signal.SIGUSR1)


def handler_quit(sig, frame):
    os.kill(os.getppid(), signal.SIGUSR2)


def handler_tstp(sig, frame):
    os.kill(p.pid, signal.SIGUSR1)


def handler_usr(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    else:
        print("车速有点快，系好安全带")


def arrive(sig, frame):
    print("到站了请下车")
    sys.exit(0)


def conductor():
    signal.signal(signal.SIGUSR1, arrive)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    p = Process(target=conductor)
    p.start()
    signal.signal(signal.SIGINT, handler_int)
    signal.signal(signal.SIGQUIT, handler_quit)
    signal.signal(signal.SIGTSTP, handler_tstp)
    signal.signal(signal.SIGUSR1, handler_usr)
    signal.signal(signal.SIGUSR2, handler_usr)
    p.join()
