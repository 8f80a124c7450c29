# 司机在等键盘输入（输入什么都不管），全靠信号处理函数
import os
import signal
import sys


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)
        os.waitpid(pid, 0)
        print('司机下车')
        os._exit(0)


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print('到站了请下车')
        os._exit(0)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
    while True:
        signal.pause()
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, driver)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
while True:
    line = sys.stdin.readline()
    print('司机不听口令，只看信号')
