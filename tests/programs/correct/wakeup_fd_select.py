# set_wakeup_fd + select：信号变成管道里的字节
import os
import select
import signal

boss = os.getpid()
pid = os.fork()

r, w = os.pipe()
os.set_blocking(w, False)
os.set_blocking(r, False)
signal.set_wakeup_fd(w)


def nothing(sig, frame):
    pass


def signals():
    while True:
        ready, _, _ = select.select([r], [], [])
        if ready:
            for n in os.read(r, 100):
                yield n


if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, nothing)
    for n in signals():
        if n == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif n == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        elif n == signal.SIGUSR1:
            print('到站了请下车')
            break
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP, signal.SIGCHLD):
        signal.signal(s, nothing)
    for n in signals():
        if n == signal.SIGUSR1:
            print('老司机开车了')
        elif n == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif n == signal.SIGTSTP:
            os.kill(pid, signal.SIGUSR1)
        elif n == signal.SIGCHLD and os.waitpid(pid, os.WNOHANG)[0] == pid:
            break
