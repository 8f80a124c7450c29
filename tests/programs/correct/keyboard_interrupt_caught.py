# 售票员没有装 SIGINT 处理函数，而是接 KeyboardInterrupt
import os
import signal

boss = os.getpid()
pid = os.fork()

if pid == 0:
    def ctrl_backslash(s, f):
        os.kill(boss, signal.SIGUSR2)

    def usr1(s, f):
        print("到站了请下车")
        os._exit(0)

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, ctrl_backslash)
    signal.signal(signal.SIGUSR1, usr1)
    while True:
        try:
            while True:
                signal.pause()
        except KeyboardInterrupt:
            os.kill(boss, signal.SIGUSR1)
else:
    def say(s, f):
        if s == signal.SIGUSR1:
            print("老司机开车了")
        if s == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        if s == signal.SIGTSTP:
            os.kill(pid, signal.SIGUSR1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, say)
    os.waitpid(pid, 0)
