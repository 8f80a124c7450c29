"""Has sixty children at once, and no more than that, and lets them go."""
import os
import signal

children = []
try:
    for _ in range(60):
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
finally:
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
