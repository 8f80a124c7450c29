"""one line without an end, for 6 s"""
import os
import time

os.fork()
end = time.monotonic() + 6
while time.monotonic() < end:
    os.write(1, b"x" * 65536)
