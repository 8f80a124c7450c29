"""both processes write as fast as they can, for 3 s"""
import os
import time

os.fork()
end = time.monotonic() + 3
while time.monotonic() < end:
    os.write(1, b"all aboard\n" * 4096)
