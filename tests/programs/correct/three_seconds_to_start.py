import os, signal, sys, time
for i in range(3, 0, -1):
    print('发车倒计时', i); time.sleep(1)
pid = os.fork()
if pid == 0:
    time.sleep(1)
    def bye(s, f):
        print('到站了请下车'); sys.exit(0)
    signal.signal(signal.SIGINT, lambda s, f: os.kill(os.getppid(), signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(os.getppid(), signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, bye)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True: time.sleep(3)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了'))
signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
signal.signal(signal.SIGTSTP, lambda s, f: os.kill(pid, signal.SIGUSR1))
os.waitpid(pid, 0)
