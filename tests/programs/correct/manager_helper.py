# 用 Manager 的字典放台词（会多出来一个管理进程）
import os
import signal
import sys
from multiprocessing import Manager, Process


def seller(words, boss):
    text = words['arrive']

    def h(s, f):
        if s == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        else:
            print(text)
            sys.exit(0)

    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


if __name__ == '__main__':
    m = Manager()
    words = m.dict()
    words['go'] = '老司机开车了'
    words['fast'] = '车速有点快，系好安全带'
    words['arrive'] = '到站了请下车'
    go, fast = words['go'], words['fast']
    p = Process(target=seller, args=(words, os.getpid()))
    p.start()
    signal.signal(signal.SIGUSR1, lambda s, f: print(go))
    signal.signal(signal.SIGUSR2, lambda s, f: print(fast))
    signal.signal(signal.SIGTSTP, lambda s, f: os.kill(p.pid, signal.SIGUSR1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    p.join()
    m.shutdown()
