"""Catches USR1, ignores HUP, blocks TERM; says "ready" and waits."""
import signal

signal.signal(signal.SIGUSR1, lambda *_: print("caught"))
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
print("ready")
while True:
    signal.pause()
