import os, signal, time
pid=os.fork()
while True: time.sleep(0.5)
