from multiprocessing import Process
import os, signal, sys


def 司机():
    家 = os.getppid()

    def 处理(信号, 帧):
        if 信号 == signal.SIGUSR1:
            print('老司机开车了')
        elif 信号 == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        else:
            os.kill(家, signal.SIGUSR1)
            os._exit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, 处理)
    signal.signal(signal.SIGUSR2, 处理)
    signal.signal(signal.SIGTSTP, 处理)
    while True:
        signal.pause()


def 售票员(信号, 帧):
    if 信号 == signal.SIGINT:
        os.kill(p.pid, signal.SIGUSR1)
    elif 信号 == signal.SIGQUIT:
        os.kill(p.pid, signal.SIGUSR2)
    else:
        print('到站了请下车')
        p.join()
        sys.exit(0)


p = Process(target=司机)
p.start()
signal.signal(signal.SIGTSTP, signal.SIG_IGN)
for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
    signal.signal(s, 售票员)
while True:
    signal.pause()
