"""Computes without end in children too short-lived to use much each; by itself it only waits for them."""
import os
import time

until = time.monotonic() + 60
while time.monotonic() < until:
    child = os.fork()
    if not child:
        while time.process_time() < 0.03:
            pass
        os._exit(0)
    os.waitpid(child, 0)
