# 售票员自己一个会话（守护进程的写法）
import os
import signal
import sys

driver = os.getpid()
pid = os.fork()
if pid == 0:
    os.setsid()

    def h(sig, frame):
        if sig == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        elif sig == signal.SIGUSR1:
            print('到站了请下车')
            sys.exit(0)

    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    while True:
        signal.pause()


def h(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, h)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
os.waitpid(pid, 0)
