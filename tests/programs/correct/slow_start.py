# 发车前要先预热
import os
import signal
import sys
import time
from multiprocessing import Process


def conductor(driver):
    print('售票员: 打扫车厢...')
    time.sleep(1.5)

    def h(s, f):
        if s == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        elif s == signal.SIGUSR1:
            print('售票员: 到站了请下车')
            sys.exit(0)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    print('售票员: 请上车')
    while True:
        time.sleep(60)


def main():
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()
    print('司机: 热车...')
    time.sleep(1)

    def h(s, f):
        if s == signal.SIGUSR1:
            print('司机: 老司机开车了')
        elif s == signal.SIGUSR2:
            print('司机: 车速有点快，系好安全带')
        elif s == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    p.join()


if __name__ == '__main__':
    main()
