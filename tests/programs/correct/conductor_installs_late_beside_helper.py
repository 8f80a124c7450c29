import os, signal, sys, time
DRIVER = os.getpid()
conductor = None
def driver_h(s, f):
    if os.getpid() != DRIVER: return
    if s == signal.SIGUSR1: print('老司机开车了')
    elif s == signal.SIGUSR2: print('车速有点快，系好安全带')
    elif s == signal.SIGTSTP: os.kill(conductor, signal.SIGUSR1)
for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(s, driver_h)
gps = os.fork()
if gps == 0:
    while True:
        time.sleep(10)
conductor = os.fork()
if conductor == 0:
    for s in (signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(s, signal.SIG_IGN)
    def get_off(s, f):
        print('到站了请下车')
        sys.exit(0)
    def depart(s, f):
        signal.signal(signal.SIGUSR1, get_off)
        os.kill(DRIVER, signal.SIGUSR1)
    signal.signal(signal.SIGINT, depart)
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(DRIVER, signal.SIGUSR2))
    while True:
        signal.pause()
os.waitpid(conductor, 0)
os.kill(gps, signal.SIGKILL)
os.waitpid(gps, 0)
