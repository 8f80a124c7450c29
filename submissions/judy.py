# 作业 2，信号练习
from multiprocessing import Process
import os
import signal
import sys


# 售票员的处理函数
def seller_handler(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


# 司机的处理函数
def siji_handler(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("开得太快啦，大家系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(p.pid, signal.SIGUSR1)


def seller():
    signal.signal(signal.SIGINT, seller_handler)
    signal.signal(signal.SIGQUIT, seller_handler)
    signal.signal(signal.SIGUSR1, seller_handler)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


if __name__ == "__main__":
    p = Process(target=seller)
    p.start()
    signal.signal(signal.SIGUSR1, siji_handler)
    signal.signal(signal.SIGUSR2, siji_handler)
    signal.signal(signal.SIGTSTP, siji_handler)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    p.join()
