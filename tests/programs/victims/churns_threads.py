"""Threads come and go without end."""
import signal
import threading
import time

signal.signal(signal.SIGUSR1, lambda *_: print("caught"))
print("ready")
while True:
    threads = [threading.Thread(target=time.sleep, args=(0.0005,)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
