"""用装饰器登记处理函数"""
import os
import signal
import sys

roles = {'driver': {}, 'conductor': {}}
phone = {}


def on(role, *numbers):
    def wrap(fn):
        for n in numbers:
            roles[role][n] = fn
        return fn
    return wrap


@on('conductor', signal.SIGINT)
def hurry(n, f):
    os.kill(phone['driver'], signal.SIGUSR1)


@on('conductor', signal.SIGQUIT)
def slow_down(n, f):
    os.kill(phone['driver'], signal.SIGUSR2)


@on('conductor', signal.SIGUSR1)
def terminal(n, f):
    print('到站了请下车')
    raise SystemExit


@on('driver', signal.SIGUSR1)
def start(n, f):
    print('老司机开车了')


@on('driver', signal.SIGUSR2)
def belt(n, f):
    print('车速有点快，系好安全带')


@on('driver', signal.SIGTSTP)
def brake(n, f):
    os.kill(phone['conductor'], signal.SIGUSR1)


roles['conductor'][signal.SIGTSTP] = signal.SIG_IGN
roles['driver'][signal.SIGINT] = roles['driver'][signal.SIGQUIT] = signal.SIG_IGN

phone['driver'] = os.getpid()
phone['conductor'] = os.fork()
for n, fn in roles['driver' if phone['conductor'] else 'conductor'].items():
    signal.signal(n, fn)
if not phone['conductor']:
    while True:
        signal.pause()
import time
time.sleep(0.1)
for n in (signal.SIGINT, signal.SIGQUIT):
    os.kill(phone['conductor'], n)
    time.sleep(0.05)
os.kill(os.getpid(), signal.SIGTSTP)
os.waitpid(phone['conductor'], 0)
