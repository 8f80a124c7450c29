"""Waits in the way its argument names."""
import fcntl
import multiprocessing
import os
import select
import signal
import socket
import sys
import threading
import time

r, w = os.pipe()
pair = socket.socketpair()


def poll(timeout):
    watch = select.poll()
    watch.register(r)
    watch.poll(timeout)


def epoll(timeout):
    watch = select.epoll()
    watch.register(r)
    watch.poll(timeout)


def locked(timeout):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(True, timeout)


def flock():
    first, second = os.open(__file__, os.O_RDONLY), os.open(__file__, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    fcntl.flock(second, fcntl.LOCK_EX)


def for_child():
    if not os.fork():
        signal.pause()
    os.wait()


ways = {
    "pause": signal.pause,
    "sleep": lambda: time.sleep(1000),
    "poll": lambda: poll(None),
    "poll-timeout": lambda: poll(1_000_000),
    "epoll": lambda: epoll(None),
    "epoll-timeout": lambda: epoll(1000),
    "select": lambda: select.select([r], [], []),
    "select-timeout": lambda: select.select([r], [], [], 1000),
    "lock": lambda: locked(-1),
    "lock-timeout": lambda: locked(1000),
    "read": lambda: os.read(r, 1),
    "write": lambda: [os.write(w, bytes(4096)) for _ in range(1000)],
    "wait": for_child,
    "sigwait": lambda: signal.sigwait({signal.SIGUSR1}),
    "sigtimedwait": lambda: signal.sigtimedwait({signal.SIGUSR1}, 1000),
    "semaphore": lambda: multiprocessing.Semaphore(0).acquire(),
    "accept": lambda: socket.create_server(("127.0.0.1", 0)).accept(),
    "recv": lambda: pair[0].recv(1),
    "flock": flock,
    "alarm": lambda: (signal.signal(signal.SIGALRM, lambda *_: None), signal.pause()),
}
print(time.monotonic())
ways[sys.argv[1]]()
