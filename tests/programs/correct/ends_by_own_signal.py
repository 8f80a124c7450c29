# 下车就是给自己发一个信号
import os
import signal

pid = os.fork()


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print('到站了请下车', flush=True)
        os.kill(os.getpid(), signal.SIGTERM)


if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, driver)
    os.waitpid(pid, 0)
    os.kill(os.getpid(), signal.SIGKILL)
