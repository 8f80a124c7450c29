"""TCP: an echo server and client, half-close, partial sends, SO_REUSEADDR.

TCP：回显服务器与客户端。字节流没有消息边界；半关闭表示发完；send 可能只发出一部分；
服务器重启要用 SO_REUSEADDR。

Notes: 套接字; 作业 1. 复习网络编程
Source: tcp(7), socket(7), shutdown(2), https://docs.python.org/3/library/socket.html
"""

import contextlib
import errno
import multiprocessing
import random
import socket
import threading

from reference.network.wire import CHUNK, echo, listen
from reference.stage import DEADLINE, join_all, run
from reference.words import fact, say

MEBIBYTE = 1 << 20

# fork, said and not left to the default: the server inherits the listening socket.
mp = multiprocessing.get_context("fork")


def serve_one(listener: socket.socket) -> None:
    """The smallest server: one client."""
    with listener:
        connection, _address = listener.accept()
        echo(connection)


def send_all_of_it(connection: socket.socket, data: bytes) -> None:
    """Send everything, and then say that nothing more comes: half-close."""
    with contextlib.suppress(OSError):  # cut short: then the receiver misses something, and tells
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)  # the other direction stays open


def echoed(address: tuple[str, int], data: bytes) -> tuple[bytes, int]:
    """Send data to an echo server. Returns what came back, and in how many pieces.

    Sending and receiving go on at the same time. To send everything first would be a deadlock: once the buffers are
    full the server waits for us to receive, and we for the server.
    """
    back, pieces = bytearray(), 0
    with socket.create_connection(address, DEADLINE) as connection:
        sender = threading.Thread(target=send_all_of_it, args=(connection, data))
        try:
            sender.start()
            while piece := connection.recv(CHUNK):
                back += piece
                pieces += 1
        except BaseException:
            with contextlib.suppress(OSError):  # the server may have gone already
                connection.shutdown(socket.SHUT_RDWR)  # a thread cannot be killed; what it waits for can be ended
            raise
        join_all(sender)
    return bytes(back), pieces


def partial_send() -> None:
    """``send`` may take less than it is given: what fits into the buffer."""
    with listen() as listener, socket.create_connection(listener.getsockname(), DEADLINE) as client:
        client.setblocking(False)
        data = bytes(64 * MEBIBYTE)
        taken = client.send(data)
        fact(given=len(data), send_took=taken)
        try:
            while True:
                client.send(data)
        except BlockingIOError as error:
            fact(then=errno.errorcode[error.errno or 0])


def bind_again(address: tuple[str, int], *, reuse: bool) -> str:
    """Try to bind to an address. Returns "ok" or the error's name."""
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        try:
            again.bind(address)
        except OSError as error:
            return errno.errorcode[error.errno or 0]
        return "ok"


def reuse_address() -> None:
    """Who closes first keeps the connection's address for a minute (TIME_WAIT). A server started again meets it."""
    with listen() as listener:
        address = listener.getsockname()
        client = socket.create_connection(address, DEADLINE)
        connection, _ = listener.accept()
    connection.close()  # the server first
    client.recv(1)
    client.close()
    fact(without_reuse=bind_again(address, reuse=False), with_reuse=bind_again(address, reuse=True))


def main() -> None:
    """One mebibyte there and back, then the details that go wrong in practice."""
    listener = listen()
    server = mp.Process(target=serve_one, args=(listener,))
    server.start()
    address = listener.getsockname()
    listener.close()  # the child has its own copy; left open here, the port would outlive the server
    data = random.Random(1).randbytes(MEBIBYTE)
    say(
        "发送 1 MiB，半关闭（shutdown）表示发完，收到的应逐字节相同：",
        "1 MiB there and back; a half-close says that all is sent:",
    )
    back, pieces = echoed(address, data)
    join_all(server)
    fact(sent=len(data), received=len(back), identical=back == data, server_exit=server.exitcode)
    say(
        "TCP 是字节流，没有消息边界：收到的块数与发送次数无关。",
        "TCP is a stream without message boundaries: one send, many pieces.",
    )
    fact(sends=1, pieces=pieces)
    say("send 可能只发出一部分：", "send may take a part only:")
    partial_send()
    say(
        "SO_REUSEADDR：服务器重启时地址还在 TIME_WAIT：",
        "SO_REUSEADDR: the address is in TIME_WAIT when a server starts again:",
    )
    reuse_address()


if __name__ == "__main__":
    run(main)
