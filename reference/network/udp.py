"""UDP: datagrams with boundaries, without a connection and without a promise.

UDP：一个个数据报，有边界，没有连接，也不保证送到；一个套接字服务所有客户端。

Notes: 套接字; 作业 1. 复习网络编程
Source: udp(7), https://docs.python.org/3/library/socket.html
"""

import errno
import multiprocessing
import socket

from reference.stage import DEADLINE, join_all, run
from reference.words import fact, say

# fork, said and not left to the default: the server inherits the bound socket.
mp = multiprocessing.get_context("fork")


def datagram_socket() -> socket.socket:
    """A UDP socket on loopback, on a port that the system picks. No wait on it lasts longer than the deadline."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(DEADLINE)
    return sock


def serve(sock: socket.socket) -> None:
    """Send each datagram back to where it came from, until an empty one comes. One socket serves all clients."""
    with sock:
        while True:
            data, client = sock.recvfrom(65536)
            sock.sendto(data, client)
            if not data:  # a datagram may be empty; in TCP an empty recv is the end of the stream
                return


def refused(address: tuple[str, int]) -> str:
    """Send to a port where nobody listens. Returns the name of the error."""
    with datagram_socket() as client:
        client.connect(address)  # for UDP only notes the address, so that errors from there are reported
        client.send(b"anyone?")
        try:
            client.recv(100)
        except ConnectionRefusedError as error:
            return errno.errorcode[error.errno or 0]
    return ""


def main() -> None:
    """Echo, boundaries, limits, time-outs, and nobody there."""
    sock = datagram_socket()
    address = sock.getsockname()
    server = mp.Process(target=serve, args=(sock,))
    server.start()
    sock.close()
    with datagram_socket() as client, datagram_socket() as other:
        say("每个数据报都有边界，不会合并：", "Each datagram keeps its boundaries:")
        sent = [b"a", b"bb", bytes(9000)]
        for data in sent:
            client.sendto(data, address)
        fact(sizes=[len(client.recv(65536)) for _ in sent])
        other.sendto(b"second client, same server socket", address)
        fact(second_client=other.recv(65536).decode())

        say("缓冲区太小则截断，其余丢弃：", "A buffer too small cuts it off, and the rest is gone:")
        client.sendto(b"0123456789", address)
        fact(cut=client.recv(4).decode())
        try:
            client.sendto(bytes(70_000), address)
        except OSError as error:
            fact(too_long=errno.errorcode[error.errno or 0])

        say("可能丢失，所以要有超时：", "It may get lost, hence a time-out:")
        client.settimeout(0.1)
        try:
            client.recv(100)
        except TimeoutError as error:
            fact(nothing_came=str(error))
        client.settimeout(DEADLINE)
        client.sendto(b"", address)
        fact(empty_datagram=client.recv(100).decode())
    join_all(server)
    say("没有人监听时：", "Nobody there:")
    fact(server_exit=server.exitcode, refused=refused(address))


if __name__ == "__main__":
    run(main)
