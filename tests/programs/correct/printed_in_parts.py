# 打字机效果
import os
import signal
import sys
import time


def typewriter(text):
    for ch in text:
        sys.stdout.write(ch)
        sys.stdout.flush()
        time.sleep(0.02)
    sys.stdout.write('\n')


def father_handler(s, f):
    if s == signal.SIGUSR1:
        typewriter('老司机开车了')
    elif s == signal.SIGUSR2:
        typewriter('车速有点快，系好安全带')
    elif s == signal.SIGTSTP:
        os.kill(son, signal.SIGUSR1)
        os.waitpid(son, 0)
        typewriter('司机也下车了')
        os._exit(0)


def son_handler(s, f):
    if s == signal.SIGINT:
        os.kill(father, signal.SIGUSR1)
    elif s == signal.SIGQUIT:
        os.kill(father, signal.SIGUSR2)
    elif s == signal.SIGUSR1:
        typewriter('到站了请下车')
        os._exit(0)


father = os.getpid()
son = os.fork()
if son == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, son_handler)
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, father_handler)
while True:
    signal.pause()
