# 司机和售票员
import os
import signal
import sys
import time

def siji(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)

def spy(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)

pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGINT, spy)
    signal.signal(signal.SIGQUIT, spy)
    signal.signal(signal.SIGUSR1, spy)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    time.sleep(0.3)
    os.kill(os.getppid(), signal.SIGUSR1)   # 准备好了
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGUSR1, siji)
    signal.signal(signal.SIGUSR2, siji)
    signal.signal(signal.SIGTSTP, siji)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    os.waitpid(pid, 0)
    print("司机下车")
