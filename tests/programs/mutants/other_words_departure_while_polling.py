# 司机和售票员
import os
import signal
import sys
import time

state = 0

def siji(sig, frame):
    global state
    if sig == signal.SIGUSR1:
        state = 1
        pass
    elif sig == signal.SIGUSR2 and state == 1:
        state = 2
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP and state == 2:
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
    while True:
        time.sleep(0.02)
else:
    signal.signal(signal.SIGUSR1, siji)
    signal.signal(signal.SIGUSR2, siji)
    signal.signal(signal.SIGTSTP, siji)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        time.sleep(0.02)
    print("司机下车")
