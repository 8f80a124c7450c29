import os, signal, sys, time
driver = os.getpid()
pid = os.fork()
if pid == 0:
    def on(sig, frm):
        if sig == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        else:
            print('🚏 到站了❗️请下车 👋🏽')
            sys.exit()
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, on)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda s, f: print('老司机❤️开车了 👨‍✈️'))
signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快⚠️系好安全带'))
signal.signal(signal.SIGTSTP, lambda s, f: os.kill(pid, signal.SIGUSR1))
os.waitpid(pid, 0)
