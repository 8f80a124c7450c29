import os, signal as g, sys
me = os.getpid(); kid = 0
def d(s, f):
    if s == g.SIGUSR1: print('老司机开车了')
    elif s == g.SIGUSR2: print('车速有点快，系好安全带')
    elif s == g.SIGTSTP: os.kill(kid, g.SIGUSR1)
for s in (g.SIGINT, g.SIGQUIT, g.SIGTSTP, g.SIGUSR1, g.SIGUSR2): g.signal(s, d)
kid = os.fork()
if kid == 0:
    g.signal(g.SIGQUIT, g.SIG_IGN); g.signal(g.SIGUSR1, g.SIG_IGN)   # 没开车之前不理
    def off(s, f):
        print('到站了请下车'); sys.exit(0)
    def go(s, f):
        g.signal(g.SIGQUIT, lambda s, f: os.kill(me, g.SIGUSR2)); g.signal(g.SIGUSR1, off)
        os.kill(me, g.SIGUSR1)
    g.signal(g.SIGINT, go)
    while True: g.pause()
os.waitpid(kid, 0)
