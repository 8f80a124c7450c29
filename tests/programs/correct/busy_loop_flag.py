# 死循环等（费电，但是能用）
import os
import signal
import multiprocessing

flag = 0


def conductor(boss):
    global flag

    def h(s, f):
        global flag
        if s == signal.SIGINT:
            os.kill(boss, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(boss, signal.SIGUSR2)
        elif s == signal.SIGUSR1:
            flag = 1
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while flag == 0:
        pass
    print("到站了请下车")


if __name__ == "__main__":
    p = multiprocessing.Process(target=conductor, args=(os.getpid(),))
    p.start()

    def d(s, f):
        if s == signal.SIGUSR1:
            print("老司机开车了")
        elif s == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        elif s == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, d)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    while p.is_alive():
        pass
