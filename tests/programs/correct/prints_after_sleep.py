# 反应慢半拍的司机和售票员
import os
import signal
import time
from multiprocessing import Process


def conductor(driver):
    def h(s, f):
        time.sleep(0.3)
        if s == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        elif s == signal.SIGUSR1:
            time.sleep(0.3)
            print('到站了请下车')
            time.sleep(0.5)
            os._exit(0)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        time.sleep(100)


if __name__ == '__main__':
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()

    def h(s, f):
        time.sleep(0.8)
        if s == signal.SIGUSR1:
            print('老司机开车了')
        elif s == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif s == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    p.join()
    time.sleep(0.5)
    print('司机锁车门')
