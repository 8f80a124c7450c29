# 父进程中 signal(SIGCHLD, SIG_IGN)：子进程退出时交给系统处理
import os
from signal import *

signal(SIGCHLD, SIG_IGN)


def xy(sig, frame):
    if sig == SIGINT:
        os.kill(os.getppid(), SIGUSR1)
    elif sig == SIGQUIT:
        os.kill(os.getppid(), SIGUSR2)
    else:
        print('到站了请下车')
        os._exit(0)


def sj(sig, frame):
    if sig == SIGUSR1:
        print('老司机开车了')
    elif sig == SIGUSR2:
        print('车速有点快，系好安全带')
    else:
        os.kill(pid, SIGUSR1)


pid = os.fork()
if not pid:
    signal(SIGINT, xy)
    signal(SIGQUIT, xy)
    signal(SIGUSR1, xy)
    signal(SIGTSTP, SIG_IGN)
    while True:
        pause()
else:
    signal(SIGUSR1, sj)
    signal(SIGUSR2, sj)
    signal(SIGTSTP, sj)
    signal(SIGINT, SIG_IGN)
    signal(SIGQUIT, SIG_IGN)
    os.wait()      # 子进程都没了会抛 ChildProcessError，程序也就结束了
