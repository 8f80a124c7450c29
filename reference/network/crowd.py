"""A hundred clients at once, and the examination of a server with them. Used by the three servers of this section."""

from __future__ import annotations

import multiprocessing
import random
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reference import proc
from reference.network.wire import CHUNK, listen
from reference.stage import DEADLINE, join_all
from reference.words import fact, say

CLIENTS = 100
SIZE = 1 << 20  # bytes for each client

# fork, said and not left to the default: the server inherits the listening socket.
mp = multiprocessing.get_context("fork")


@dataclass
class Client:
    """One connection: what it sends, and how far it is with sending and receiving."""

    connection: socket.socket
    data: memoryview
    sent: int = 0
    received: int = 0
    correct: bool = True

    def send(self) -> None:
        """Send what can be sent now; half-close after the last byte."""
        self.sent += self.connection.send(self.data[self.sent : self.sent + CHUNK])
        if self.sent == len(self.data):
            self.connection.shutdown(socket.SHUT_WR)

    def receive(self) -> bool:
        """Compare what has come with what was sent, byte for byte. Returns whether the server is done."""
        piece = self.connection.recv(CHUNK)
        self.correct &= piece == self.data[self.received : self.received + len(piece)]
        self.received += len(piece)
        return not piece


def greet_all(clients: list[Client]) -> None:
    """Send one byte from each client, and receive it. None has left then: all are being served at the same time."""
    for client in clients:
        client.sent = client.connection.send(client.data[:1])
    for client in clients:
        client.receive()


def exchange(clients: list[Client]) -> None:
    """Send and receive everything, all clients at once in a single thread.

    Raises TimeoutError if it takes longer than three deadlines.
    """
    deadline = time.monotonic() + 3 * DEADLINE
    with selectors.DefaultSelector() as selector:
        for client in clients:
            client.connection.setblocking(False)
            selector.register(client.connection, selectors.EVENT_READ | selectors.EVENT_WRITE, client)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise TimeoutError("the server is too slow, or stuck")
            for key, events in selector.select(1):
                client = key.data
                if events & selectors.EVENT_WRITE:
                    client.send()
                    if client.sent == len(client.data):
                        selector.modify(client.connection, selectors.EVENT_READ, client)
                if events & selectors.EVENT_READ and client.receive():
                    selector.unregister(client.connection)


def examine(serve: Callable[[socket.socket], None]) -> None:
    """Start a server, send it a crowd, look at its workers, and stop it by SIGTERM while a client is still there."""
    listener = listen()
    address = listener.getsockname()
    server = mp.Process(target=serve, args=(listener,))
    server.start()
    listener.close()
    assert server.pid is not None

    block = memoryview(random.Random(1).randbytes(SIZE + CLIENTS))
    connections = [socket.create_connection(address, DEADLINE) for _ in range(CLIENTS)]
    # Each sends something else, so that a mix-up would be noticed.
    clients = [Client(connection, block[index : index + SIZE]) for index, connection in enumerate(connections)]
    say(
        f"{CLIENTS} 个客户端同时在线，每个往返 {SIZE} 字节：",
        f"{CLIENTS} clients at once, {SIZE} bytes there and back for each:",
    )
    greet_all(clients)
    threads = len(list(Path(f"/proc/{server.pid}/task").iterdir()))
    fact(at_once=sum(client.received == 1 for client in clients))
    fact(server_children=len(proc.children(server.pid)), server_threads=threads)
    started = time.perf_counter()
    exchange(clients)
    seconds = time.perf_counter() - started
    fact(
        complete=sum(client.received == SIZE for client in clients),
        identical=sum(client.correct for client in clients),
        mebibytes_per_second=round(CLIENTS * SIZE / seconds / (1 << 20)),
    )
    for connection in connections:
        connection.close()

    say("还有一个客户端连着时，用 SIGTERM 停止：", "SIGTERM, while a client is still connected:")
    with socket.create_connection(address, DEADLINE) as last:
        last.sendall(b"x")
        last.recv(1)
        server.terminate()
        fact(last_client_got=last.recv(1).decode())
    join_all(server)
    try:
        socket.create_connection(address, DEADLINE).close()
    except ConnectionRefusedError:
        fact(server_exit=server.exitcode, port_closed=True)
