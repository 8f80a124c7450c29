# 每次启动都忘了关文件
import os
import signal
import time

logs = []
while len(logs) < 100000:
    logs.append(open(__file__, encoding="utf-8"))
pid = os.fork()
while True:
    signal.pause() if pid else time.sleep(1)
