import os, signal

pid = os.fork()
if pid == 0:
    def fn(sig, frm):
        if sig == signal.SIGUSR1:
            print("到站了请下车")
            os._exit(0)
        os.kill(os.getppid(), signal.SIGUSR1 if sig == signal.SIGINT else signal.SIGUSR2)
    todo = [signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1]
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
else:
    def fn(sig, frm):
        if sig == signal.SIGUSR1:
            print("老司机开车了")
        elif sig == signal.SIGUSR2:
            print("车速有点快，系好安全带")
        elif sig == signal.SIGTSTP:
            os.kill(pid, signal.SIGUSR1)
    todo = [signal.SIGUSR1, signal.SIGUSR2]
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)

for s in todo:
    signal.signal(s, fn)

if pid == 0:
    while True:
        signal.pause()

# 只看不收
r = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print("售票员退出状态", r.si_status)
os.waitid(os.P_PID, pid, os.WEXITED)
