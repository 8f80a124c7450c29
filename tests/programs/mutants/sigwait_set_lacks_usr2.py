# 不写处理函数：先阻塞信号，再 sigwait 一个一个等
import os
from signal import *

mine = [SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2]
pthread_sigmask(SIG_BLOCK, mine)

father = os.getpid()
son = os.fork()
if son == 0:
    while True:
        got = sigwait(mine)
        if got == SIGINT:
            os.kill(father, SIGUSR1)
        elif got == SIGQUIT:
            os.kill(father, SIGUSR2)
        elif got == SIGUSR1:
            print("到站了请下车")
            os._exit(0)
else:
    while True:
        got = sigwait([SIGUSR1, SIGTSTP])
        if got == SIGUSR1:
            print("老司机开车了")
        elif got == SIGUSR2:
            print("车速有点快，系好安全带")
        elif got == SIGTSTP:
            os.kill(son, SIGUSR1)
            os.waitpid(son, 0)
            break
print("司机下班")
