"""The attributes of a process object: ``name``, ``pid``, ``daemon``.

进程对象的属性：name 是名称，pid 是进程 PID，daemon 决定父进程退出时子进程怎么办：
普通子进程会被等待，daemon 子进程被终止；父进程若是被杀死的，则谁也管不了子进程。

Notes: p.name 进程名称; p.pid 进程PID; p.daemon 父进程的退出影响子进程
Errata: ``daemon`` takes effect only when the parent ends in an orderly way. The parent itself terminates the child, on
its way out; if it is killed it does nothing, and the daemonic child lives on. ``daemon`` is set before ``start()``.
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process
"""

import multiprocessing
import os
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from reference import proc
from reference.stage import DEADLINE, join_all, receive, run
from reference.words import erratum, fact, say

# fork, said and not left to the default: the pipe ends below are to be inherited.
mp = multiprocessing.get_context("fork")


def child(released: Connection, alive: Connection) -> None:
    """Wait to be released and then say so. ``alive`` is open as long as this process lives."""
    if released.poll(DEADLINE):
        alive.send("finished")


def parent(daemon: bool, linger: bool, released: Connection, alive: Connection, told: Connection) -> None:
    """Start a child, tell its PID, and return while the child still waits. What now? ``daemon`` decides."""
    process = mp.Process(target=child, args=(released, alive), daemon=daemon)
    process.start()
    told.send(process.pid)
    if linger:
        released.poll(DEADLINE)  # to be killed here, well before the orderly end
    told.send("about to return")


def asleep(process: ForkProcess) -> bool:
    """Whether the kernel has a process sleeping, in ``waitpid`` for example."""
    return process.pid is not None and proc.state(process.pid) == "S"


def family(daemon: bool, *, kill: bool = False) -> tuple[bool, bool]:
    """Let a parent end while its child still waits.

    Returns whether the parent waited for the child, and whether the child lived to do its work.
    """
    released, release = mp.Pipe(duplex=False)
    seen, alive = mp.Pipe(duplex=False)
    listen, told = mp.Pipe(duplex=False)
    process = mp.Process(target=parent, args=(daemon, kill, released, alive, told))
    process.start()
    alive.close()  # now only the family holds that end: when it is gone, reading from `seen` meets the end of file
    child_pid = receive(listen)
    if kill:
        process.kill()
    else:
        receive(listen)
    # Either the parent ends, or it falls asleep waiting for its child (which sleeps too, until it is released).
    proc.until(lambda: not process.is_alive() or (not daemon and asleep(process)))
    waited = process.is_alive()
    child_alive = proc.state(child_pid) not in ("", "Z")
    if child_alive:
        release.send("go")
    try:
        finished = seen.poll(DEADLINE) and seen.recv() == "finished"
    except EOFError:
        finished = False
    join_all(process)
    for end in (released, release, seen, listen, told):
        end.close()
    return waited, finished


def tell(pipe: Connection) -> None:
    """Send what the child knows about itself."""
    pipe.send((os.getpid(), os.getppid(), multiprocessing.current_process().name))


def main() -> None:
    """Show the three attributes, and what becomes of a child when its parent ends."""
    here, there = mp.Pipe()
    process = mp.Process(target=tell, args=(there,), name="worker-7")
    say(
        "p.name 起个名字，p.pid 启动后才有，p.daemon 默认 False。",
        "p.name is a label, p.pid exists from start() on, p.daemon is False.",
    )
    fact(name=process.name, pid_before_start=process.pid, daemon=process.daemon)
    process.start()
    pid, ppid, name = receive(here)
    join_all(process)
    fact(
        pid_agrees=process.pid == pid, parent_agrees=ppid == os.getpid(), name_in_child=name, exitcode=process.exitcode
    )
    try:
        process.daemon = True
    except AssertionError as error:
        fact(daemon_after_start=str(error))

    say("父进程正常结束：普通子进程会被等待；", "The parent comes to its end: it waits for a normal child;")
    waited, finished = family(daemon=False)
    fact(normal_waited_for=waited, normal_finished=finished)
    say("daemon 子进程会被父进程终止。", "a daemonic child is terminated by it.")
    waited, finished = family(daemon=True)
    fact(daemon_waited_for=waited, daemon_finished=finished)
    erratum(
        "父进程若被 kill -9，daemon 子进程不受影响，继续运行：",
        "if the parent is killed (-9), a daemonic child lives on:",
    )
    _, finished = family(daemon=True, kill=True)
    fact(daemon_finished_after_kill=finished)


if __name__ == "__main__":
    run(main)
