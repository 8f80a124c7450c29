"""司机还关心售票员有没有睡着（被暂停）：睡着了就不等了"""
import os
import signal
import sys

pid = os.fork()


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("到站了请下车")
        sys.exit(0)


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
    while True:
        signal.pause()

for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, driver)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
_, status = os.waitpid(pid, os.WUNTRACED)
if os.WIFSTOPPED(status):
    print("售票员睡着了，不管他了")
    os._exit(1)
