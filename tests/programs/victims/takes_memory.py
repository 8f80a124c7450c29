"""Takes 400 MiB, and no more than that, and touches it."""
import signal

blocks = []
for _ in range(100):
    blocks.append(b"x" * (4 << 20))
print("has it")
signal.pause()
