"""one line without an end, for 3 s"""
import os
import time

os.fork()
end = time.monotonic() + 3
while time.monotonic() < end:
    os.write(1, b"x" * 65536)
