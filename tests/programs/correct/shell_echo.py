# 用 shell 的 echo 打印
import os
import signal
import time

running = True


def f1(sig, frame):
    os.system("echo '司机: 老司机开车了'")


def f2(sig, frame):
    os.system("echo '司机: 车速有点快，系好安全带'")


def f3(sig, frame):
    os.kill(pid, signal.SIGUSR1)


def f4(sig, frame):
    global running
    os.system("echo '售票员: 到站了请下车'")
    running = False


def f5(sig, frame):
    os.kill(os.getppid(), signal.SIGUSR1 if sig == signal.SIGINT else signal.SIGUSR2)


pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, f4)
    signal.signal(signal.SIGQUIT, f5)
    signal.signal(signal.SIGINT, f5)
    while running:
        time.sleep(0.5)
    os._exit(0)
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, f1)
    signal.signal(signal.SIGUSR2, f2)
    signal.signal(signal.SIGTSTP, f3)
    os.waitpid(pid, 0)
    os._exit(0)
