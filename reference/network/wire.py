"""What the servers of this section share: a listening socket, the echo, and a clean stop by signal."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator
from types import FrameType

from reference.stage import DEADLINE

CHUNK = 65536


def listen() -> socket.socket:
    """A listening TCP socket on loopback; port 0 lets the system pick a free port.

    SO_REUSEADDR: so that a server can be started again while old connections linger (see network.tcp).
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def echo(connection: socket.socket) -> None:
    """Send back what comes until the client has finished sending (an empty ``recv``); then close."""
    with connection, contextlib.suppress(ConnectionError):  # it went without a word: its own business
        connection.settimeout(DEADLINE)
        while data := connection.recv(CHUNK):
            connection.sendall(data)  # all: send() alone may take only a part


def _wake(_sig: int, _frame: FrameType | None) -> None:
    """Nothing to do: the wakeup descriptor has already been written to. But a default action would not write."""


@contextlib.contextmanager
def signals_as_input(*signals: signal.Signals) -> Iterator[socket.socket]:
    """Turn signals into input, so that one ``select`` waits for clients and signals at once, and loses neither.

    Yields a socket from which each signal that came is read as one byte, its number. (The "self-pipe trick".)
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    old_handlers = {sig: signal.signal(sig, _wake) for sig in signals}
    signal.set_wakeup_fd(writer.fileno())
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(-1)
        for sig, handler in old_handlers.items():
            signal.signal(sig, handler)
        reader.close()
        writer.close()
