"""Holds as many MiB as its argument says, all of it touched."""
import signal
import sys

block = b"x" * (int(sys.argv[1]) << 20)
print("ready")
signal.pause()
