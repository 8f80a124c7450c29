"""one line without an end, for 30 s"""
import os
import time

os.fork()
end = time.monotonic() + 30
while time.monotonic() < end:
    os.write(1, b"x" * 65536)
