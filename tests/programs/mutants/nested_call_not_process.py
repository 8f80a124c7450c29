# 两个人都准备好了才发车
import os
import signal
import sys
from multiprocessing import Process


def bind(**handlers):
    for name, fn in handlers.items():
        signal.signal(getattr(signal, name), fn)


def seller():
    boss = os.getppid()

    def off(*_):
        print('到站了请下车')
        sys.exit(0)

    bind(SIGINT=lambda *_: os.kill(boss, signal.SIGUSR1),
         SIGQUIT=lambda *_: os.kill(boss, signal.SIGUSR2),
         SIGUSR1=off, SIGTSTP=signal.SIG_IGN)
    while True:
        signal.pause()


def driver():
    p = Process(target=seller())
    p.start()
    bind(SIGUSR1=lambda *_: print('老司机开车了'),
         SIGUSR2=lambda *_: print('车速有点快，系好安全带'),
         SIGTSTP=lambda *_: os.kill(p.pid, signal.SIGUSR1),
         SIGINT=signal.SIG_IGN, SIGQUIT=signal.SIG_IGN)
    print('都准备好了, 等发车')
    p.join()


if __name__ == '__main__':
    driver()
