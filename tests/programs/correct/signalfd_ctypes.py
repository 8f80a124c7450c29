# 用 ctypes 调 signalfd：信号像文件一样读出来
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
SIGNALS = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2]
signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def signalfd(numbers):
    mask = (ctypes.c_ulong * 16)()
    mask[0] = sum(1 << (n - 1) for n in numbers)
    return libc.signalfd(-1, mask, 0)


def stream():
    fd = signalfd(SIGNALS)
    while True:
        info = os.read(fd, 128)
        yield int.from_bytes(info[:4], 'little')


driver = os.getpid()
conductor = os.fork()
for n in stream():
    if conductor == 0:
        if n == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif n == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        elif n == signal.SIGUSR1:
            print('到站了请下车')
            break
    else:
        if n == signal.SIGUSR1:
            print('老司机开车了')
        elif n == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif n == signal.SIGTSTP:
            os.kill(conductor, signal.SIGUSR1)
            os.waitpid(conductor, 0)
            break
