#!/usr/bin/env python
# -*- coding: utf-8 -*-
import os
import signal

def handler(sig, frame):
    if sig == signal.SIGUSR1:
        print "老司机开车了"
    elif sig == signal.SIGUSR2:
        print "车速有点快，系好安全带"
    elif sig == signal.SIGTSTP:
        os.kill(pid, signal.SIGUSR1)

def handler2(sig, frame):
    if sig == signal.SIGINT:
        os.kill(os.getppid(), signal.SIGUSR1)
    elif sig == signal.SIGQUIT:
        os.kill(os.getppid(), signal.SIGUSR2)
    elif sig == signal.SIGUSR1:
        print "到站了请下车"
        os._exit(0)

pid = os.fork()
if pid == 0:
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, handler2)
    while True:
        signal.pause()
else:
    for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(s, handler)
    os.wait()
