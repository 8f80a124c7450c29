# 司机靠 SIGCHLD 知道售票员下车了
import os
import signal


def child_gone(sig, frame):
    print("司机: 时间到了, 下车")
    raise SystemExit(0)


def pass_on(sig, frame):
    os.kill(os.getppid(), {signal.SIGINT: signal.SIGUSR1, signal.SIGQUIT: signal.SIGUSR2}[sig])


def bye(sig, frame):
    print("售票员: 到站了请下车")
    raise SystemExit(0)


def say(sig, frame):
    print("司机:", "老司机开车了" if sig == signal.SIGUSR1 else "车速有点快，系好安全带")


def stop(sig, frame):
    os.kill(pid, signal.SIGUSR1)
    signal.setitimer(signal.ITIMER_REAL, 0.8)


signal.signal(signal.SIGALRM, child_gone)
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGINT, pass_on)
    signal.signal(signal.SIGQUIT, pass_on)
    signal.signal(signal.SIGUSR1, bye)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
else:
    signal.signal(signal.SIGUSR1, say)
    signal.signal(signal.SIGUSR2, say)
    signal.signal(signal.SIGTSTP, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
while True:
    signal.pause()
