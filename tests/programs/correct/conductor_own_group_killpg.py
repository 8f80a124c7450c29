# 售票员自成一组，司机用 killpg 通知
import os
import signal

me = os.getpid()
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)

    def off(s, f):
        os.write(1, '到站了请下车\n'.encode())
        os._exit(0)

    signal.signal(signal.SIGUSR1, off)
    signal.signal(signal.SIGINT, lambda s, f: os.kill(me, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(me, signal.SIGUSR2))
    while True:
        signal.pause()
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda s, f: print('老司机开车了'))
    signal.signal(signal.SIGUSR2, lambda s, f: print('车速有点快，系好安全带'))
    signal.signal(signal.SIGTSTP, lambda s, f: os.killpg(pid, signal.SIGUSR1))
    os.waitpid(pid, 0)
