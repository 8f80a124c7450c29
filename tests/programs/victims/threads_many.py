"""Has sixty threads, and no more than that, who wait."""
import threading

enough = threading.Event()
for _ in range(60):
    threading.Thread(target=enough.wait).start()
