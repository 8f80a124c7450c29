# 老师讲的 kill 命令: kill -signame PID
import os
import signal
import subprocess
import sys


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        subprocess.call(['kill', '-USR1', str(pid)])


def saler(sig, frame):
    if sig == signal.SIGINT:
        os.system('kill -USR1 %d' % os.getppid())
    elif sig == signal.SIGQUIT:
        os.system('kill -USR2 %d' % os.getppid())
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGINT, saler)
    signal.signal(signal.SIGQUIT, saler)
    signal.signal(signal.SIGUSR1, saler)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGUSR1, driver)
    signal.signal(signal.SIGUSR2, driver)
    signal.signal(signal.SIGTSTP, driver)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    os.waitpid(pid, 0)
