# sys.exit(字符串) 会把字符串打印到 stderr
import os
import signal
import sys


def d(n, f):
    if n == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)
    else:
        print({signal.SIGUSR1: '老司机开车了', signal.SIGUSR2: '车速有点快，系好安全带'}[n])


def c(n, f):
    if n == signal.SIGUSR1:
        sys.exit('到站了请下车')
    os.kill(os.getppid(), {signal.SIGINT: signal.SIGUSR1, signal.SIGQUIT: signal.SIGUSR2}[n])


pid = os.fork()
for n in (2, 3, 10, 12, 20):
    if pid:
        signal.signal(n, d if n > 9 else signal.SIG_IGN)
    else:
        signal.signal(n, c if n < 12 else signal.SIG_IGN)
while not pid:
    signal.pause()
os.waitpid(pid, 0)
