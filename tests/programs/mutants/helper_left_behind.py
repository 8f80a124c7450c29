# 司机下车时忘了关导航
import os
import signal
import sys
import time

boss = os.getpid()
nav = os.fork()
if nav == 0:
    os.setsid()
    time.sleep(25)
    os._exit(0)

pid = os.fork()
if pid == 0:
    def seller(s, f):
        if s == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        else:
            print('到站了请下车')
            sys.exit(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, seller)
    while True:
        signal.pause()


def driver(s, f):
    if s == signal.SIGUSR1:
        print('老司机开车了')
    elif s == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    else:
        os.kill(pid, signal.SIGUSR1)


for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, driver)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
os.waitpid(pid, 0)
