"""不用处理函数：把信号屏蔽起来，再用 sigwait 一个一个取"""
import os
from signal import *

SIGNALS = {SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2}


def conductor(driver):
    while True:
        sig = sigwait(SIGNALS)
        if sig == SIGINT:
            os.kill(driver, SIGUSR1)
        elif sig == SIGQUIT:
            os.kill(driver, SIGUSR2)
        elif sig == SIGUSR1:
            print("到站了请下车")
            return


def driver(conductor):
    while True:
        sig = sigwait(SIGNALS)
        if sig == SIGUSR1:
            print("老司机开车了")
        elif sig == SIGUSR2:
            print("车速有点快，系好安全带")
        elif sig == SIGTSTP:
            os.kill(conductor, SIGUSR1)
            os.waitpid(conductor, 0)
            return


pthread_sigmask(SIG_BLOCK, SIGNALS)  # fork 之前屏蔽，子进程会继承
me = os.getpid()
child = os.fork()
if child == 0:
    conductor(me)
else:
    driver(child)
