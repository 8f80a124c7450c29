# 信号全部屏蔽，由专门的线程 sigwait，主线程等线程结束
import os
import signal
import threading

ALL = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2]
signal.pthread_sigmask(signal.SIG_BLOCK, ALL)
driver_pid = os.getpid()
conductor_pid = os.fork()


def driver_thread():
    while True:
        s = signal.sigwait(ALL)
        if s == signal.SIGUSR1:
            print('老司机开车了')
        elif s == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif s == signal.SIGTSTP:
            os.kill(conductor_pid, signal.SIGUSR1)


def conductor_thread():
    while True:
        s = signal.sigwait(ALL)
        if s == signal.SIGINT:
            os.kill(driver_pid, signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(driver_pid, signal.SIGUSR2)
        elif s == signal.SIGUSR1:
            print('到站了请下车')
            return


if conductor_pid == 0:
    t = threading.Thread(target=conductor_thread)
    t.start()
    t.join()
else:
    t = threading.Thread(target=driver_thread, daemon=True)
    t.start()
    os.waitpid(conductor_pid, 0)
