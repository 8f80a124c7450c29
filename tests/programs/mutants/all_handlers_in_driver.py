# 所有的信号都注册好再创建子进程
import os
import signal
import sys


def handler(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


def seller(sig, frame):
    if sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


signal.signal(signal.SIGUSR1, seller)
signal.signal(signal.SIGUSR1, handler)      # 后面的把前面的盖掉了
signal.signal(signal.SIGUSR2, handler)
signal.signal(signal.SIGTSTP, handler)

pid = os.fork()
if pid == 0:
    while True:
        signal.pause()
else:
    os.waitpid(pid, 0)
