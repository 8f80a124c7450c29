"""forkserver 启动方式，用 multiprocessing.parent_process() 找司机"""
import multiprocessing
import os
import signal


class Off(Exception):
    pass


def raise_off(signum, frame):
    raise Off


def to_driver(signum, frame):
    boss = os.getppid()
    os.kill(boss, signal.SIGUSR1 if signum == signal.SIGINT else signal.SIGUSR2)


def conductor():
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, raise_off)
    signal.signal(signal.SIGQUIT, to_driver)
    signal.signal(signal.SIGINT, to_driver)
    try:
        while True:
            signal.pause()
    except Off:
        print('到站了请下车')


def main():
    ctx = multiprocessing.get_context('forkserver')
    child = ctx.Process(target=conductor)
    child.start()

    def on_usr1(signum, frame):
        print('老司机开车了')

    def on_usr2(signum, frame):
        print('车速有点快，系好安全带')

    def on_tstp(signum, frame):
        os.kill(child.pid, signal.SIGUSR1)

    signal.signal(signal.SIGUSR1, on_usr1)
    signal.signal(signal.SIGUSR2, on_usr2)
    signal.signal(signal.SIGTSTP, on_tstp)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    child.join()


if __name__ == '__main__':
    main()
