import os, signal, sys, time
def h(s, f):
    if s == signal.SIGUSR1:
        prnit("老司机开车了")
    elif s == signal.SIGUSR2:
        prnit("车速有点快，系好安全带")
    else:
        os.kill(pid, signal.SIGUSR1); os.wait(); sys.exit()
def c(s, f):
    if s == signal.SIGINT: os.kill(os.getppid(), signal.SIGUSR1)
    elif s == signal.SIGQUIT: os.kill(os.getppid(), signal.SIGUSR2)
    else:
        prnit("到站了请下车"); sys.exit()
pid = os.fork()
if pid == 0:
    for s in (2, 3, signal.SIGUSR1): signal.signal(s, c)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
else:
    for s in (signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2): signal.signal(s, h)
    signal.signal(2, signal.SIG_IGN); signal.signal(3, signal.SIG_IGN)
while True: signal.pause()
