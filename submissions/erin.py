# 处理函数里只改标志，主循环里看到标志再做事
import os
import signal
import time
from multiprocessing import Process

got = set()


def remember(sig, frame):
    got.add(sig)


def take(sig):
    if sig in got:
        got.discard(sig)
        return True
    return False


def conductor(driver_pid):
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, remember)
    while True:
        if take(signal.SIGINT):
            os.kill(driver_pid, signal.SIGUSR1)
        if take(signal.SIGQUIT):
            os.kill(driver_pid, signal.SIGUSR2)
        if take(signal.SIGUSR1):
            print("到站了请下车")
            break
        time.sleep(0.05)


if __name__ == "__main__":
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, remember)
    while p.is_alive():
        if take(signal.SIGUSR1):
            print("老司机开车了")
        if take(signal.SIGUSR2):
            print("车速有点快，系好安全带")
        if take(signal.SIGTSTP):
            os.kill(p.pid, signal.SIGUSR1)
        time.sleep(0.05)
    print("售票员下车了，司机也下车")
