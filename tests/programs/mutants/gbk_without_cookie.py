# 用记事本写的，存成了 GBK
import os
import signal
import sys


def 司机(信号, 帧):
    if 信号 == signal.SIGUSR1:
        print("老司机开车了")
    elif 信号 == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif 信号 == signal.SIGTSTP:
        os.kill(号码, signal.SIGUSR1)


def 售票员(信号, 帧):
    if 信号 == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif 信号 == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif 信号 == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit()


号码 = os.fork()
if 号码 == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, 售票员)
    signal.signal(signal.SIGQUIT, 售票员)
    signal.signal(signal.SIGUSR1, 售票员)
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, 司机)
    signal.signal(signal.SIGUSR2, 司机)
    signal.signal(signal.SIGTSTP, 司机)
    os.wait()
