import os, signal, sys
me = os.getpid(); kid = 0
def siji(s, f):
    if s == signal.SIGUSR1: print('老司机开车了')
    elif s == signal.SIGUSR2: print('车速有点快，系好安全带')
    elif s == signal.SIGTSTP: os.kill(kid, signal.SIGUSR1)
for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2): signal.signal(s, siji)
kid = os.fork()
if kid == 0:
    import asyncio, decimal, unittest, http.server, xml.dom.minidom
    tickets = sorted(hash(str(i)) for i in range(200000))   # 数票
    def spy(s, f):
        if s == signal.SIGINT: os.kill(me, signal.SIGUSR1)
        elif s == signal.SIGQUIT: os.kill(me, signal.SIGUSR2)
        elif s == signal.SIGUSR1: sys.exit(print('到站了请下车'))
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2): signal.signal(s, spy)
    while True: signal.pause()
os.waitpid(kid, 0)
