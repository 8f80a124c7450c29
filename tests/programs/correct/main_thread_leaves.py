# 主线程自己先结束，另一个线程用 sigwait 等信号
import ctypes
import os
import platform
import signal
import threading

ALL = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2}
signal.pthread_sigmask(signal.SIG_BLOCK, ALL)
driver = os.getpid()
conductor = os.fork()


def 售票员():
    while True:
        s = signal.sigwait({signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1})
        if s == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        else:
            print("到站了请下车", flush=True)
            os._exit(0)


def 司机():
    while True:
        s = signal.sigwait({signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2})
        if s == signal.SIGUSR1:
            print("老司机开车了", flush=True)
        elif s == signal.SIGUSR2:
            print("车速有点快，系好安全带", flush=True)
        else:
            os.kill(conductor, signal.SIGUSR1)
            os.waitpid(conductor, 0)
            os._exit(0)


threading.Thread(target=司机 if conductor else 售票员).start()
ctypes.CDLL(None).syscall(60 if platform.machine() == "x86_64" else 93, 0)  # SYS_exit：只结束这一个线程
