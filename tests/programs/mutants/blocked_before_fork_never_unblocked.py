# 先屏蔽，fork，装好处理函数再解除：一个信号也不会丢
import os
import signal

SIGS = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2]
old = signal.pthread_sigmask(signal.SIG_BLOCK, SIGS)
boss = os.getpid()
pid = os.fork()


def install(table):
    for s in SIGS:
        signal.signal(s, table.get(s, signal.SIG_IGN))


if pid == 0:
    def bye(s, f):
        print('到站了请下车')
        os._exit(0)
    install({signal.SIGINT: lambda s, f: os.kill(boss, signal.SIGUSR1),
             signal.SIGQUIT: lambda s, f: os.kill(boss, signal.SIGUSR2),
             signal.SIGUSR1: bye})
    while True:
        signal.pause()
install({signal.SIGUSR1: lambda s, f: print('老司机开车了'),
         signal.SIGUSR2: lambda s, f: print('车速有点快，系好安全带'),
         signal.SIGTSTP: lambda s, f: os.kill(pid, signal.SIGUSR1)})
while os.waitpid(pid, 0)[0] != pid:
    pass
