from signal import *
import os
import sys
from multiprocessing import Process


# 售票员
def saler_handler(sig, frame):
    if sig == SIGINT:
        os.kill(os.getppid(), SIGUSR1)
    elif sig == SIGQUIT:
        os.kill(os.getpppid(), SIGUSR2)
    elif sig == SIGUSR1:
        print("售票员：到站了，请下车")
        sys.exit()


# 司机
def driver_handler(sig, frame):
    if sig == SIGUSR1:
        print("司机：老司机开车了")
    elif sig == SIGUSR2:
        print("司机：车速有点快，系好安全带")
    elif sig == SIGTSTP:
        os.kill(p.pid, SIGUSR1)


def saler():
    signal(SIGINT, saler_handler)
    signal(SIGQUIT, saler_handler)
    signal(SIGUSR1, saler_handler)
    signal(SIGTSTP, SIG_IGN)
    while True:
        pause()


p = Process(target=saler, name="saler")
p.start()
signal(SIGUSR1, driver_handler)
signal(SIGUSR2, driver_handler)
signal(SIGTSTP, driver_handler)
signal(SIGINT, SIG_IGN)
signal(SIGQUIT, SIG_IGN)
p.join()
