"""Many clients by ``selectors``: one process, one thread, and the kernel says who is ready.

一个进程、一个线程，服务所有客户端：由内核告知谁就绪，任何操作都不能阻塞。

No process or thread per client, so thousands are no trouble; but nothing may block, and what could not be sent at once
has to be kept.

Notes: 作业 1. 复习网络编程; 异步：在程序执行中利用内核
Source: epoll(7), https://docs.python.org/3/library/selectors.html
"""

import selectors
import signal
import socket
from dataclasses import dataclass

from reference.network import crowd, wire
from reference.stage import run
from reference.words import say


@dataclass
class Peer:
    """A client: what is still to be sent to it, and whether it has finished sending."""

    connection: socket.socket
    unsent: bytes = b""
    finished: bool = False

    def wants(self) -> int:
        """Write what is left, else read: so a client that does not receive is not listened to either."""
        return selectors.EVENT_WRITE if self.unsent else selectors.EVENT_READ

    def act(self) -> None:
        """Do the one thing that is possible now."""
        try:
            if self.unsent:
                self.unsent = self.unsent[self.connection.send(self.unsent) :]
            else:
                self.unsent = self.connection.recv(wire.CHUNK)
                self.finished = not self.unsent
        except ConnectionError:  # it went without a word; the others stay
            self.unsent, self.finished = b"", True


def serve(listener: socket.socket) -> None:
    """Serve clients until SIGTERM."""
    with (
        wire.signals_as_input(signal.SIGTERM) as signals,
        listener,
        selectors.DefaultSelector() as selector,
    ):
        selector.register(listener, selectors.EVENT_READ)
        selector.register(signals, selectors.EVENT_READ)
        while True:
            for key, _events in selector.select():
                if key.fileobj is signals:
                    for each in selector.get_map().values():
                        if each.data is not None:
                            each.data.connection.close()
                    return
                if key.fileobj is listener:
                    connection, _address = listener.accept()
                    connection.setblocking(False)
                    selector.register(connection, selectors.EVENT_READ, Peer(connection))
                    continue
                peer = key.data
                peer.act()
                if peer.finished:
                    selector.unregister(peer.connection)
                    peer.connection.close()
                elif peer.wants() != key.events:
                    selector.modify(peer.connection, peer.wants(), peer)


def main() -> None:
    """Examine it with a hundred clients."""
    say("一个进程、一个线程，由内核告知谁就绪。", "One process, one thread; the kernel says who is ready.")
    crowd.examine(serve)


if __name__ == "__main__":
    run(main)
