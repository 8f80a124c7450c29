"""Holds as many MiB as its argument says together with its child, and both wait."""
import os
import signal
import sys

block = b"x" * (int(sys.argv[1]) << 20)
if not os.fork():
    print("ready")
signal.pause()
