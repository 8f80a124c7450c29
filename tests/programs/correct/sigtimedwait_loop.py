# sigtimedwait：每秒醒一次看看有没有信号
import os
import signal as sg

want = {sg.SIGINT, sg.SIGQUIT, sg.SIGTSTP, sg.SIGUSR1, sg.SIGUSR2}
sg.pthread_sigmask(sg.SIG_BLOCK, want)
boss = os.getpid()
kid = os.fork()


def next_signal():
    while True:
        info = sg.sigtimedwait(want, 1.0)
        if info is not None:
            return info.si_signo


if kid == 0:
    while True:
        n = next_signal()
        if n == sg.SIGINT:
            os.kill(boss, sg.SIGUSR1)
        elif n == sg.SIGQUIT:
            os.kill(boss, sg.SIGUSR2)
        elif n == sg.SIGUSR1:
            print("售票员: 到站了请下车")
            break
else:
    while True:
        n = next_signal()
        if n == sg.SIGUSR1:
            print("司机: 老司机开车了")
        elif n == sg.SIGUSR2:
            print("司机: 车速有点快，系好安全带")
        elif n == sg.SIGTSTP:
            os.kill(kid, sg.SIGUSR1)
            os.waitpid(kid, 0)
            break
