# 车上四个进程：司机、收音机、空调、售票员（最后创建）
import os
import random
import signal
import sys
import time
from multiprocessing import Process


def quiet():
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(s, signal.SIG_IGN)


def radio():
    quiet()
    while True:
        print('  收音机:', random.choice(['下面播放老歌', '现在是路况信息', '整点报时']), flush=True)
        time.sleep(0.4)


def aircon():
    quiet()
    t = 30
    while True:
        time.sleep(0.6)
        t -= 1
        print('  空调: %d 度' % t, flush=True)


def conductor(boss):
    def h(s, f):
        if s == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        else:
            print('售票员: 到站了请下车', flush=True)
            sys.exit(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    while True:
        signal.pause()


def main():
    helpers = [Process(target=f, daemon=True) for f in (radio, aircon)]
    for p in helpers:
        p.start()
    c = Process(target=conductor, args=(os.getpid(),))
    c.start()

    def h(s, f):
        if s == signal.SIGUSR1:
            print('司机: 老司机开车了', flush=True)
        elif s == signal.SIGUSR2:
            print('司机: 车速有点快，系好安全带', flush=True)
        else:
            os.kill(helpers[0].pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    c.join()
    for p in helpers:
        p.terminate()
        p.join()


if __name__ == '__main__':
    main()
