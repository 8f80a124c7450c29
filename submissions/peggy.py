# 作业2 司机和售票员   os.fork 写法
import os
import signal


def driver(sig, frame):
    if sig == signal.SIGUSR1:
        print("老司机开车了")
    elif sig == signal.SIGUSR2:
        print("车速有点快，系好安全带")
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)


def conductor(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print（"到站了请下车"）
        os._exit(0)


pid = os.fork()
if pid < 0:
    print("创建进程失败")
elif pid == 0:
    # 子进程：售票员
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, conductor)
    while True:
        signal.pause()
else:
    # 父进程：司机
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, driver)
    os.wait()  # 售票员先下车
    print("司机下车")
