import os, sys, time
from signal import *
me = os.getpid()
def siji(s, f):
    if s == SIGUSR1: print('老司机开车了')
    elif s == SIGUSR2: print('车速有点快，系好安全带')
    elif s == SIGTSTP: os.kill(kid, SIGUSR1)
    else: print('司机: 别吵')
for s in (SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2): signal(s, siji)
kid = os.fork()
if kid == 0:
    print('售票员: 上车中…')
    time.sleep(0.6)
    def spy(s, f):
        if s == SIGINT: os.kill(me, SIGUSR1)
        elif s == SIGQUIT: os.kill(me, SIGUSR2)
        elif s == SIGUSR1:
            print('到站了请下车'); os._exit(0)
    for s in (SIGINT, SIGQUIT, SIGUSR1): signal(s, spy)
    signal(SIGTSTP, SIG_IGN)
    print('售票员: 准备好了')
    while True: pause()
os.waitpid(kid, 0)
