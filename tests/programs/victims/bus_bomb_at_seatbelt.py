"""A good bus but for the seat belt: there the conductor has forty children, and no more than that."""
import os
import signal


def conductor():
    def on_quit(*_):
        for _ in range(40):
            if os.fork() == 0:
                while True:
                    signal.pause()

    def on_usr1(*_):
        print("到站了，请下车", flush=True)
        os._exit(0)

    driver = os.getppid()
    signal.signal(signal.SIGINT, lambda *_: os.kill(driver, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, on_quit)
    signal.signal(signal.SIGUSR1, on_usr1)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()


child = os.fork()
if child == 0:
    conductor()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda *_: print("老司机，开车了", flush=True))
signal.signal(signal.SIGUSR2, lambda *_: print("车速有点快，系好安全带", flush=True))
signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
os.waitpid(child, 0)
