"""A pipe: ``Pipe`` gives two ends, duplex or one-way; and the end of file.

管道：Pipe() 返回两端，双向时两端都能收发，单向时 fd1 只收、fd2 只发。
所有写端（包括子进程里继承的）都关闭之后，读端才会遇到 EOF。

Notes: 管道 ： Pipe ---》 fd1 fd2
Errata: fd1 and fd2 are no file descriptors but ``Connection`` objects, which carry whole Python objects; each *has* a
descriptor, ``fileno()``. A duplex "pipe" is a pair of sockets underneath, only a one-way one is a pipe.
Source: pipe(7), https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Pipe
"""

import multiprocessing
import os
import stat
from multiprocessing.connection import Connection

from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

# fork, said and not left to the default: that the child inherits copies of both ends is the point of this topic.
mp = multiprocessing.get_context("fork")


def echo(end: Connection, other: Connection) -> None:
    """Send back what comes, until the other side has closed."""
    other.close()  # the copy inherited from the parent; kept open, it would keep the end of file away for ever
    while True:
        try:
            end.send(end.recv())
        except EOFError:
            return


def keep_both(_reader: Connection, _writer: Connection, release: Connection) -> None:
    """The classic mistake: the child has a copy of the writing end and does not close it."""
    release.poll(DEADLINE)


def kind(end: Connection) -> str:
    """What the kernel says is behind an end."""
    return "socket" if stat.S_ISSOCK(os.fstat(end.fileno()).st_mode) else "pipe"


def duplex() -> None:
    """Both ends send and receive; the child's loop ends when our end closes."""
    say("双向：两端都能收发。", "Duplex: both ends send and receive.")
    fd1, fd2 = mp.Pipe()
    child = mp.Process(target=echo, args=(fd2, fd1))
    child.start()
    fd2.close()
    sent = [1, "二", {"three": [3.0]}]
    for item in sent:
        fd1.send(item)
    fact(duplex_kind=kind(fd1), echoed=[receive(fd1) for _ in sent] == sent)
    fd1.close()
    join_all(child)
    fact(child_saw_eof=child.exitcode == 0)


def one_way() -> None:
    """The first end only receives, the second only sends."""
    say("单向：fd1 只收，fd2 只发。", "One-way: fd1 receives, fd2 sends.")
    fd1, fd2 = mp.Pipe(duplex=False)
    fact(one_way_kind=kind(fd1), fd1=[fd1.readable, fd1.writable], fd2=[fd2.readable, fd2.writable])
    try:
        fd1.send("no")
    except OSError as error:
        fact(send_on_reader=str(error))
    fd2.send("last words")
    fd2.close()
    fact(still_there_after_close=fd1.recv())
    try:
        fd1.recv()
    except EOFError:
        fact(then="EOFError")
    fd1.close()


def copies() -> None:
    """The end of file comes when *every* copy of the writing end is closed, and a broken pipe likewise."""
    say("子进程里多出的一份写端没关，就等不到 EOF：", "A copy of the writing end left open in a child keeps EOF away:")
    reader, writer = mp.Pipe(duplex=False)
    hold, release = mp.Pipe(duplex=False)
    child = mp.Process(target=keep_both, args=(reader, writer, hold))
    child.start()
    writer.close()
    fact(eof_while_child_has_a_copy=reader.poll(0.1))  # poll() is true when there is something to read, or EOF
    release.send("end")
    join_all(child)
    fact(eof_after_child_ended=reader.poll(DEADLINE))
    for end in (reader, hold, release):
        end.close()

    reader, writer = mp.Pipe(duplex=False)
    reader.close()
    try:
        writer.send("anyone?")
    except BrokenPipeError as error:  # SIGPIPE would kill; Python ignores it and gets EPIPE instead
        fact(write_without_reader=type(error).__name__)
    writer.close()


def main() -> None:
    """Duplex, one-way, and what closing does."""
    duplex()
    erratum(
        "fd1、fd2 不是文件描述符，而是 Connection 对象。", "fd1 and fd2 are Connection objects, not file descriptors."
    )
    one_way()
    copies()


if __name__ == "__main__":
    run(main)
