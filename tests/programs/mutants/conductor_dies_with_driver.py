import os
import signal
import sys
import time
import ctypes

def conductor(sig, frame):
    pass
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
        pass
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
        pass
    elif sig == signal.SIGUSR1:
        print('到站了请下车', flush=True)

def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了', flush=True)
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带', flush=True)
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)
        time.sleep(0.5)
        sys.exit()

pid = os.fork()
if pid == 0:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, driver)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
os.waitpid(pid, 0)
