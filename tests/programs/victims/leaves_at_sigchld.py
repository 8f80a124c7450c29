"""A driver that takes any SIGCHLD for the end of its child, and says so; its child says each USR1."""
import os
import signal

signal.signal(signal.SIGCHLD, lambda *_: os.write(1, b"SIGCHLD\n"))
if not os.fork():
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b"child caught USR1\n"))
    os.write(1, b"ready %d\n" % os.getpid())
while True:
    signal.pause()
