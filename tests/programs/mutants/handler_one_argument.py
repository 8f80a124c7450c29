# fork 之前就把处理函数都装好，子进程再换成自己的
import os
import signal

child = None
parent = os.getpid()


def parent_go(s, f):
    print('老司机开车了')


def parent_fast(s, f):
    print('车速有点快，系好安全带')


def parent_stop(s, f):
    os.kill(child, signal.SIGUSR1)


def child_int(s):
    os.kill(parent, signal.SIGUSR1)


def child_quit(s, f):
    os.kill(parent, signal.SIGUSR2)


def child_off(s, f):
    print('到站了请下车')
    os._exit(0)


signal.signal(signal.SIGINT, child_int)
signal.signal(signal.SIGQUIT, child_quit)
signal.signal(signal.SIGUSR1, child_off)
signal.signal(signal.SIGTSTP, signal.SIG_IGN)
child = os.fork()
if child > 0:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, parent_go)
    signal.signal(signal.SIGUSR2, parent_fast)
    signal.signal(signal.SIGTSTP, parent_stop)
    os.waitpid(child, 0)
else:
    while True:
        signal.pause()
