from multiprocessing import Process
import os
import signal
import sys


# 售票员
def conductor_handler(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


# 司机
def driver_handler(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(p.pid, signal.SIGUSR1)


def conductor():
    signal.signal(signal.SIGINT, conductor_handler)
    signal.signal(signal.SIGQUIT, conductor_handler)
    signal.signal(signal.SIGUSR1, conductor_handler)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


if __name__ == "__main__":
    p = Process(target=conductor)
    p.start()
    signal.signal(signal.SIGUSR1, driver_handler)
    signal.signal(signal.SIGUSR2, driver_handler)
    signal.signal(signal.SIGTSTP, driver_handler)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    p.join()
