"""150 threads that sleep for 5 s"""
import signal
import threading
import time

signal.alarm(5)
for _ in range(150):
    try:
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
    except RuntimeError:
        break
while True:
    signal.pause()
