# 用 subprocess 再启动一遍自己，多一个参数的就是售票员
import os
import signal
import subprocess
import sys


def conductor():
    boss = os.getppid()

    def off(s, f):
        print('到站了请下车')
        sys.exit(3)

    signal.signal(signal.SIGINT, lambda s, f: os.kill(boss, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(boss, signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, off())
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


def driver():
    child = subprocess.Popen([sys.executable, os.path.abspath(__file__), 'conductor'])
    signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了'))
    signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
    signal.signal(signal.SIGTSTP, lambda s, f: os.kill(child.pid, signal.SIGUSR1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    code = child.wait()
    sys.exit(code)      # 售票员返回几，司机就返回几


if __name__ == '__main__':
    conductor() if sys.argv[1:] == ['conductor'] else driver()
