# 售票员的代码放在字符串里, 用 python -c 跑
import os
import signal
import sys

CODE = """
import os, signal, sys
boss = os.getppid()
def bye(s, f):
    print('到站了请下车')
    sys.exit(0)
signal.signal(signal.SIGTSTP, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, bye)
signal.signal(signal.SIGQUIT, lambda s, f: os.kill(boss, signal.SIGUSR2))
signal.signal(signal.SIGINT, lambda s, f: os.kill(boss, signal.SIGUSR1))
while True:
    signal.pause()
"""

child = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, '-c', CODE])

signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了'))
signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
signal.signal(signal.SIGTSTP, lambda s, f: os.kill(child, signal.SIGUSR1))
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
os.waitpid(child, 0)
