"""Does not reap its child, which ends as the argument says: an exit status, or killed by the signal of that name."""
import os
import signal
import sys
import time

child = os.fork()
if not child:
    if sys.argv[1].isdigit():
        os._exit(int(sys.argv[1]))
    os.kill(os.getpid(), signal.Signals[sys.argv[1]])
    time.sleep(1000)
print(child)
sys.stdin.readline()
