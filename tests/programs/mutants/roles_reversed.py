# 父进程当售票员, 子进程当司机
import os
import signal
import time

seller = os.getpid()


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(seller, signal.SIGUSR1)


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(pid, signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(pid, signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print('到站了请下车')
        os._exit(0)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGUSR1, driver)
    signal.signal(signal.SIGUSR2, driver)
    signal.signal(signal.SIGTSTP, driver)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    while os.getppid() == seller:   # 售票员下车以后, 父进程就变了
        time.sleep(0.1)
else:
    signal.signal(signal.SIGINT, conductor)
    signal.signal(signal.SIGQUIT, conductor)
    signal.signal(signal.SIGUSR1, conductor)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()
