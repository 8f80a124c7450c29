import os
import signal


def handler(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getpid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getpid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        print("到站了请下车")
        exit()


for s in [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2]:
    signal.signal(s, handler)

while True:
    signal.pause()
