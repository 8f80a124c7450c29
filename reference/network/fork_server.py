"""Many clients by fork: a process for each.

每个客户端一个子进程：写法简单，一个崩溃不影响别的；但进程贵，内存不共享。

Simple to write, and one client's crash is nobody else's; but a process is dear, and shares nothing.

Notes: 作业 1. 复习网络编程
Source: fork(2), accept(2), https://docs.python.org/3/library/os.html#os.fork
"""

import os
import select
import signal
import socket

from reference.network import crowd, wire
from reference.stage import run
from reference.words import say


def child(connection: socket.socket) -> None:
    """Serve one client. The signals are no business of the child's: it gets back their default actions."""
    signal.set_wakeup_fd(-1)  # else the child's signals would wake its parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    wire.echo(connection)


def reap(children: set[int]) -> None:
    """Forget the children that have ended, and leave no zombie."""
    while children:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)


def serve(listener: socket.socket) -> None:
    """Accept clients until SIGTERM."""
    children: set[int] = set()
    with wire.signals_as_input(signal.SIGTERM, signal.SIGCHLD) as signals, listener:
        while True:
            ready, _, _ = select.select([listener, signals], [], [])  # until a client or a signal comes
            if signals in ready:
                if signal.SIGTERM in signals.recv(wire.CHUNK):
                    break
                reap(children)
            if listener in ready:
                connection, _address = listener.accept()
                pid = os.fork()
                if pid == 0:
                    status = 1
                    try:
                        listener.close()
                        child(connection)
                        status = 0
                    finally:
                        os._exit(status)
                children.add(pid)
                connection.close()  # the child has it. Left open here, the client would never see the end
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    for pid in children:
        os.waitpid(pid, 0)


def main() -> None:
    """Examine it with a hundred clients."""
    say("每个客户端一个子进程。", "A child process for each client.")
    crowd.examine(serve)


if __name__ == "__main__":
    run(main)
