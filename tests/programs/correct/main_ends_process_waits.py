# 主程序到底了，但是 multiprocessing 会等子进程结束才真正退出
import os
import signal
import sys
from multiprocessing import Process


class 售票员(Process):
    def run(self):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGINT, self.转告)
        signal.signal(signal.SIGQUIT, self.转告)
        signal.signal(signal.SIGUSR1, self.到站)
        while True:
            signal.pause()

    def 转告(self, sig, frame):
        os.kill(os.getppid(), signal.SIGUSR1 if sig == signal.SIGINT else signal.SIGUSR2)

    def 到站(self, sig, frame):
        print('到站了请下车')
        sys.exit(0)


def 司机(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(p.pid, signal.SIGUSR1)


p = 售票员()
p.start()
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, 司机)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
