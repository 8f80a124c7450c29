import os
import signal
from multiprocessing import Process


class GetOff(Exception):
    """下车"""


def conductor(driver):
    def h(sig, frame):
        if sig == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        else:
            raise GetOff("到站了请下车")

    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


def main():
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()

    def h(sig, frame):
        if sig == signal.SIGUSR1:
            print("老司机开车了")
        elif sig == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        else:
            os.kill(p.pid, signal.SIGUSR1)

    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, h)
    for s in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(s, signal.SIG_IGN)
    p.join()
    raise SystemExit("售票员返回 %d" % p.exitcode)


if __name__ == "__main__":
    main()
