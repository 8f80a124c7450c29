# windows 上老师说只能 spawn，所以写了 spawn
import multiprocessing as mp
import os
import signal
import time

passengers_off = False


def conductor(driver_pid):
    global passengers_off

    def tell_go(n, f):
        os.kill(driver_pid, signal.SIGUSR1)

    def tell_fast(n, f):
        os.kill(driver_pid, signal.SIGUSR2)

    def off(n, f):
        global passengers_off
        passengers_off = True

    signal.signal(signal.SIGINT, tell_go)
    signal.signal(signal.SIGQUIT, tell_fast)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, off)
    while not passengers_off:
        time.sleep(0.1)
    print("到站了请下车")


if __name__ == '__main__':
    mp.set_start_method('spawn')
    seller = mp.Process(target=lambda: conductor(os.getppid()))
    seller.start()

    def driver(n, f):
        if n == signal.SIGUSR1:
            print("老司机开车了")
        if n == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        if n == signal.SIGTSTP:
            os.kill(seller.pid, signal.SIGUSR1)

    for n in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(n, driver)
    for n in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(n, signal.SIG_IGN)
    seller.join()
    print("司机下车")
