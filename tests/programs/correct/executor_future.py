# concurrent.futures 的进程池，池里唯一的工人是售票员
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Value

seat = Value('i', 0)


class Arrived(Exception):
    pass


def conductor():
    boss = os.getppid()

    def on_usr1(s, f):
        raise Arrived

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, on_usr1)
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(boss, signal.SIGUSR2))
    signal.signal(signal.SIGINT, lambda s, f: os.kill(boss, signal.SIGUSR1))
    seat.value = os.getpid()
    try:
        while True:
            signal.pause()
    except Arrived:
        print('到站了请下车')
    return '全部下车'


def main():
    with ProcessPoolExecutor(max_workers=1) as pool:
        job = pool.submit(conductor)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了'))
        signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
        signal.signal(signal.SIGTSTP, lambda s, f: os.kill(seat.value, signal.SIGUSR1))
        print(job.result())
    print('收车')


if __name__ == '__main__':
    main()
