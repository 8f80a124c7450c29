"""150 threads that sleep for 30 s"""
import signal
import threading
import time

signal.alarm(30)
for _ in range(150):
    try:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError:
        break
while True:
    signal.pause()
