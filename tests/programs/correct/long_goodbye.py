import os, signal, sys, time
kid = os.fork()
if kid == 0:
    b = os.getppid()
    def off(s, f):
        time.sleep(0.9); print('到站了请下车', flush=True); time.sleep(1.4); sys.exit(0)
    signal.signal(signal.SIGINT, lambda s, f: os.kill(b, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(b, signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, off)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True: signal.pause()
signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了')); signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
signal.signal(signal.SIGTSTP, lambda s, f: os.kill(kid, signal.SIGUSR1))
os.waitpid(kid, 0)
