import os
import signal
import time


def conductor(boss):
    over = []
    signal.signal(signal.SIGINT, lambda *a: os.kill(boss, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda *a: os.kill(boss, signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, lambda *a: over.append(True))
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while not over:
        time.sleep(0.1)
    print('到站了请下车')


def driver(who):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda *a: print('老司机开车了'))
    signal.signal(signal.SIGUSR2, lambda *a: print('车速有点快，系好安全带'))
    signal.signal(signal.SIGTSTP, lambda *a: os.kill(who, signal.SIGUSR1))
    while True:
        try:
            os.kill(who, 0)         # 0 号信号：看看售票员还在不在
        except ProcessLookupError:
            break
        time.sleep(0.1)


boss = os.getpid()
pid = os.fork()
driver(pid) if pid else conductor(boss)
