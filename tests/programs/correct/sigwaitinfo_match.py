"""python 3.10 的 match 语句 + sigwaitinfo"""
import os
from signal import SIG_BLOCK, SIGCHLD, SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2, Signals, pthread_sigmask, sigwaitinfo

BUS = {SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2, SIGCHLD}


def conductor(driver: int) -> None:
    while True:
        match Signals(sigwaitinfo(BUS).si_signo):
            case Signals.SIGINT:
                os.kill(driver, SIGUSR1)
            case Signals.SIGQUIT:
                os.kill(driver, SIGUSR2)
            case Signals.SIGUSR1:
                print("到站了请下车")
                return
            case _:
                pass


def driver(conductor: int) -> None:
    while True:
        match Signals(sigwaitinfo(BUS).si_signo):
            case Signals.SIGUSR1:
                print("老司机开车了")
            case Signals.SIGUSR2:
                print("车速有点快，系好安全带")
            case Signals.SIGTSTP:
                os.kill(conductor, SIGUSR1)
            case Signals.SIGCHLD if os.waitpid(conductor, os.WNOHANG)[0]:
                return


pthread_sigmask(SIG_BLOCK, BUS)
me = os.getpid()
if pid := os.fork():
    driver(pid)
else:
    conductor(me)
