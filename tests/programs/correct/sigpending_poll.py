# 屏蔽信号，隔一会儿看看有没有挂起的
import os
import signal
import time

ALL = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2}
signal.pthread_sigmask(signal.SIG_BLOCK, ALL)


def poll():
    waiting = signal.sigpending() & ALL
    return signal.sigwait(waiting) if waiting else None


boss = os.getpid()
pid = os.fork()
while True:
    got = poll()
    if pid == 0:
        if got == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        if got == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        if got == signal.SIGUSR1:
            print('到站了请下车')
            break
    else:
        if got == signal.SIGUSR1:
            print('老司机开车了')
        if got == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        if got == signal.SIGTSTP:
            os.kill(pid, signal.SIGUSR1)
        if os.waitpid(pid, os.WNOHANG)[0]:
            break
    time.sleep(0.1)
