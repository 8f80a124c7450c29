# 先写一个很大的日志文件
import os
import signal

with open("log.txt", "wb") as log:
    for _ in range(100):
        log.write(b"x" * (1 << 20))
pid = os.fork()
while True:
    signal.pause()
