"""takes memory until 400 MiB, and lives no longer than 5 s"""
import signal

signal.alarm(5)
kept = []
for _ in range(50):
    kept.append(b"\x55" * (8 << 20))
while True:
    signal.pause()
