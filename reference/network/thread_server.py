"""Many clients by threads: a thread for each.

每个客户端一个线程：比进程便宜，共享内存（要小心）；等待网络时各线程不受 GIL 妨碍。

Cheaper than processes, memory is shared (with care), and waiting for the network overlaps in spite of the GIL.

Notes: 作业 1. 复习网络编程
Source: https://docs.python.org/3/library/threading.html, shutdown(2)
"""

import contextlib
import select
import signal
import socket
import threading

from reference.network import crowd, wire
from reference.stage import join_all, run
from reference.words import say


def serve(listener: socket.socket) -> None:
    """Accept clients until SIGTERM. The signal is handled in the main thread, which is this one."""
    served: list[tuple[threading.Thread, socket.socket]] = []
    with wire.signals_as_input(signal.SIGTERM) as signals, listener:
        while signals not in (ready := select.select([listener, signals], [], [])[0]):
            assert listener in ready
            connection, address = listener.accept()
            thread = threading.Thread(target=wire.echo, args=(connection,), name=f"client-{address[1]}")
            thread.start()
            served = [(other, its) for other, its in served if other.is_alive()]
            served.append((thread, connection))
    for thread, connection in served:
        # A thread cannot be killed. It is told through what it waits for: recv() now meets the end.
        with contextlib.suppress(OSError):  # it has just closed by itself
            connection.shutdown(socket.SHUT_RDWR)
        join_all(thread)


def main() -> None:
    """Examine it with a hundred clients."""
    say("每个客户端一个线程。", "A thread for each client.")
    crowd.examine(serve)


if __name__ == "__main__":
    run(main)
