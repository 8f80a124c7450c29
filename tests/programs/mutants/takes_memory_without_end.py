# 列表越来越长
import os
import signal

seats = []
while len(seats) < 4000:
    seats.append(b"x" * (1 << 20))
pid = os.fork()
while True:
    signal.pause()
