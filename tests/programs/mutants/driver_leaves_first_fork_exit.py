import os
import signal


# print 在信号处理函数里不安全, 所以用 os.write
def out(text):
    os.write(2, text.encode() + b'\r\n')


pid = os.fork()

if pid == 0:
    def c(s, f):
        if s == signal.SIGINT:
            os.kill(os.getppid(), signal.SIGUSR1)
        elif s == signal.SIGQUIT:
            os.kill(os.getppid(), signal.SIGUSR2)
        elif s == signal.SIGUSR1:
            out('到站了请下车')
            import time
            time.sleep(1)
            os._exit(1)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in [signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1]:
        signal.signal(s, c)
    while True:
        signal.pause()
else:
    def d(s, f):
        if s == signal.SIGUSR1:
            out('老司机开车了')
        elif s == signal.SIGUSR2:
            out('车速有点快，系好安全带')
        elif s == signal.SIGTSTP:
            os.kill(pid, signal.SIGUSR1)
            os._exit(0)
    for s in [signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP]:
        signal.signal(s, d)
    for s in [signal.SIGINT, signal.SIGQUIT]:
        signal.signal(s, signal.SIG_IGN)
    os.waitpid(pid, 0)
    os._exit(2)
