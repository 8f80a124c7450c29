import os, sys
from signal import *

father = os.getpid()


def on_bus(sig, frame):
    if os.getpid() == father:
        if sig == SIGUSR2:
            print("司机: 车速有点快，系好安全带")
        elif sig == SIGTSTP:
            os.kill(son, SIGUSR1)
    else:
        if sig == SIGINT:
            print("老司机开车了")     # 直接喊更快
        elif sig == SIGQUIT:
            os.kill(father, SIGUSR2)
        elif sig == SIGUSR1:
            print("售票员: 到站了请下车")
            sys.exit()


son = os.fork()
if son:
    for s in (SIGUSR1, SIGUSR2, SIGTSTP):
        signal(s, on_bus)
    for s in (SIGINT, SIGQUIT):
        signal(s, SIG_IGN)
    os.waitpid(son, 0)
else:
    for s in (SIGINT, SIGQUIT, SIGUSR1):
        signal(s, on_bus)
    signal(SIGTSTP, SIG_IGN)
    while True:
        pause()
