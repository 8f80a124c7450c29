# 竖着写，像车站的站牌
import os
import signal
import sys


def vertical(text):
    print('+----+')
    for ch in text:
        print('| ' + ch + ' |')
    print('+----+')


def on_driver(s, f):
    if s == signal.SIGUSR1:
        vertical('老司机开车了')
    elif s == signal.SIGUSR2:
        vertical('车速有点快，系好安全带')
    else:
        os.kill(child, signal.SIGUSR1)


def on_conductor(s, f):
    if s == signal.SIGUSR1:
        vertical('到站了请下车')
        sys.exit(0)
    os.kill(father, signal.SIGUSR1 if s == signal.SIGINT else signal.SIGUSR2)


father = os.getpid()
child = os.fork()
if child == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, on_conductor)
    signal.signal(signal.SIGQUIT, on_conductor)
    signal.signal(signal.SIGUSR1, on_conductor)
    while True:
        signal.pause()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, on_driver)
signal.signal(signal.SIGUSR2, on_driver)
signal.signal(signal.SIGTSTP, on_driver)
os.wait()
