import os
import signal
from multiprocessing import Process, connection

"""用 connection.wait 等子进程的 sentinel"""


def conductor(boss, stop=False):
    def get_off(n, f):
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, get_off)
    signal.signal(signal.SIGQUIT, lambda n, f: os.kill(boss, signal.SIGUSR2))
    signal.signal(signal.SIGINT, lambda n, f: os.kill(boss, signal.SIGUSR1))
    import time
    while not stop:
        time.sleep(0.05)
    print(f'{"售票员":>8}: 到站了，请下车')


if __name__ == '__main__':
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda n, f: print(f'{"司机":>8}: 老司机，开车了'))
    signal.signal(signal.SIGUSR2, lambda n, f: print(f'{"司机":>8}: 车速有点快，系好安全带'))
    signal.signal(signal.SIGTSTP, lambda n, f: os.kill(p.pid, signal.SIGUSR1))
    while True:
        if connection.wait([p.sentinel], timeout=1):
            p.join()
            break
