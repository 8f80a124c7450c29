# 彩色输出
import os
import signal
import sys

RED, GREEN, YELLOW, END = '\033[1;31m', '\033[32m', '\033[33m', '\033[0m'


def show(colour, text):
    # 一个字一个颜色
    print('🚌 >>> ' + ''.join(colour + ch + END for ch in text) + ' <<< 🚌\a')


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        show(GREEN, '老司机，开车了！🚗💨')
    elif sig == signal.SIGUSR2:
        show(YELLOW, '车速有点快～系好安全带…')
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


def seller(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        sys.stdout.write('\x1b]0;终点站\x07')
        show(RED, '到站了！请下车！')
        sys.exit()


pid = os.fork()
if pid == 0:
    handler, catch, drop = seller, 'INT QUIT USR1', 'TSTP'
else:
    handler, catch, drop = driver, 'USR1 USR2 TSTP', 'INT QUIT'
for s in catch.split():
    signal.signal(getattr(signal, 'SIG' + s), handler)
for s in drop.split():
    signal.signal(getattr(signal, 'SIG' + s), signal.SIG_IGN)
if pid == 0:
    while True:
        signal.pause()
os.waitpid(pid, 0)
