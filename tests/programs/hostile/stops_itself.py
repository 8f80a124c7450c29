"""the driver stops itself at once and for good"""
import os
import signal

signal.alarm(60)
os.kill(os.getpid(), signal.SIGSTOP)
