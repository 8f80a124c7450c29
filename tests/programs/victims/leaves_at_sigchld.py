"""A driver that takes any SIGCHLD for the end of its child, and says so; its child prints each USR1."""
import os
import signal

child = os.fork()
if not child:
    signal.signal(signal.SIGUSR1, lambda *_: print("child caught USR1"))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    print("ready", os.getpid())
    while True:
        signal.pause()
signal.signal(signal.SIGCHLD, lambda *_: print("SIGCHLD"))
while True:
    signal.pause()
