"""a child that never gets to its exec keeps its parent in an uninterruptible wait"""
import os
import signal

signal.alarm(30)
os.mkfifo("fifo")
os.posix_spawn("/bin/true", ["true"], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, "fifo", os.O_RDONLY, 0)])
