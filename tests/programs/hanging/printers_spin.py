import os, signal


def spin(*_):
    while True:
        pass


driver, child = os.getpid(), os.fork()
if child == 0:
    signal.signal(signal.SIGINT, lambda *_: os.kill(driver, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda *_: os.kill(driver, signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, spin)
else:
    signal.signal(signal.SIGUSR1, spin)
    signal.signal(signal.SIGUSR2, spin)
    signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
while True:
    signal.pause()
