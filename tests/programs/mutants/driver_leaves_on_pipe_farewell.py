# 售票员用管道说再见，司机收到再见以后还要 join
import os
import signal
from multiprocessing import Pipe, Process


def conductor(boss, conn):
    def h(sig, frame):
        if sig == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        elif sig == signal.SIGUSR1:
            print('到站了请下车')
            conn.send('再见')
            import time
            time.sleep(0.6)
            os._exit(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    while True:
        signal.pause()


def main():
    fd1, fd2 = Pipe()
    p = Process(target=conductor, args=(os.getpid(), fd2))
    p.start()

    def h(sig, frame):
        if sig == signal.SIGUSR1:
            print('老司机开车了')
        elif sig == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif sig == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    for s in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(s, signal.SIG_IGN)
    print('售票员说:', fd1.recv())
    os._exit(0)


if __name__ == '__main__':
    main()
