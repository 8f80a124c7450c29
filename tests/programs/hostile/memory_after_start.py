"""takes 400 MiB only when the passenger asks for a departure"""
import os
import signal

signal.signal(signal.SIGUSR1, lambda *_: print("老司机开车了", flush=True))
signal.signal(signal.SIGUSR2, lambda *_: None)
driver, child = os.getpid(), os.fork()
kept = []


def hog(*_):
    for _ in range(50):
        kept.append(b"\x55" * (8 << 20))


if child == 0:
    signal.signal(signal.SIGINT, hog)
    signal.signal(signal.SIGQUIT, lambda *_: None)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.alarm(15)
    while True:
        signal.pause()
signal.signal(signal.SIGTSTP, lambda *_: None)
os.waitpid(child, 0)
