"""reads lines from its terminal for ever, whatever comes"""
import os
import signal

signal.alarm(40)
os.fork()
while True:
    try:
        input()
    except BaseException:
        pass
