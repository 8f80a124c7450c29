# os.posix_spawn
import os
import signal
import sys

if len(sys.argv) == 2 and sys.argv[1].isdigit():
    boss = int(sys.argv[1])

    def seller(sig, frame):
        if sig == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        else:
            print('到站了请下车')
            sys.exit(0)

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, seller)
    while True:
        signal.pause()

me = os.path.abspath(__file__)
pid = os.posix_spawn(sys.executable, [sys.executable, me, str(os.getpid())], os.environ)


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print('老司机开车了')
    elif sig == signal.SIGUSR2:
        print('车速有点快，系好安全带')
    else:
        os.kill(pid, signal.SIGUSR1)


for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, driver)
for s in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(s, signal.SIG_IGN)
os.waitpid(pid, 0)
