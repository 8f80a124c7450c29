# 检票机进程自己又开了一个子进程, 从来不回收
import os
import signal
import time
from multiprocessing import Process


def machine():
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(s, signal.SIG_IGN)
    if os.fork() == 0:
        os._exit(0)
    time.sleep(25)


def conductor(boss):
    def h(sig, frame):
        if sig == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        else:
            print('到站了请下车', flush=True)
            os._exit(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    while True:
        signal.pause()


if __name__ == '__main__':
    m = Process(target=machine)
    m.start()
    c = Process(target=conductor, args=(os.getpid(),))
    c.start()

    def h(sig, frame):
        if sig == signal.SIGUSR1:
            print('老司机开车了', flush=True)
        elif sig == signal.SIGUSR2:
            print('车速有点快，系好安全带', flush=True)
        else:
            os.kill(c.pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    c.join()
    os._exit(0)     # 不等检票机
