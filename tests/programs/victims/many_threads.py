"""Has as many threads as its argument says, beside the main one. A line on its input lets one of them end.

The main thread prints each SIGUSR1 it handles; it waits on a lock without a time-out, as join() does.
"""
import signal
import sys
import threading

signal.signal(signal.SIGUSR1, lambda *_: print("handled by", threading.current_thread().name))
leave = threading.Semaphore(0)
threads = [threading.Thread(target=leave.acquire, name="other") for _ in range(int(sys.argv[1]))]
for each in threads:
    each.daemon = True
    each.start()


def read():
    for _ in sys.stdin:
        leave.release()


threading.Thread(target=read, daemon=True).start()
print("ready")
while True:
    signal.pause()
