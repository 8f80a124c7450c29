# 共享内存里放两个人的 pid
import os
import signal
from multiprocessing import Array

pids = Array('i', 2)     # [司机, 售票员]
pids[0] = os.getpid()


def h_driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pids[1], signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGTERM)


def h_seller(sig, frame):
    if sig == signal.SIGINT:
        os.kill(pids[0], signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(pids[0], signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        import time
        time.sleep(0.4)
        os._exit(7)


def bind(handler, *names):
    for name in names:
        signal.signal(getattr(signal, 'SIG' + name), handler)


if os.fork() == 0:
    pids[1] = os.getpid()
    bind(h_seller, 'INT', 'QUIT', 'USR1')
    bind(signal.SIG_IGN, 'TSTP')
    while 1:
        signal.pause()
else:
    bind(h_driver, 'USR1', 'USR2', 'TSTP')
    bind(signal.SIG_IGN, 'INT', 'QUIT')
    pid, status, usage = os.wait3(0)
    print("售票员 %d 下车, 状态 %d" % (pid, status >> 8))
