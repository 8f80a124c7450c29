"""takes memory until 400 MiB, and lives no longer than 30 s"""
import signal

signal.alarm(30)
kept = []
for _ in range(50):
    kept.append(b"\x55" * (8 << 20))
while True:
    signal.pause()
