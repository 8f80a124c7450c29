"""connects to every listening port of this machine, and to every abstract socket"""
import os
import signal
import sys
import contextlib
import pathlib
import socket


if os.getpid() > 99:
    sys.exit("only for a PID namespace of its own")


def say(text):
    print(text, flush=True)


def conductor(driver):
    def arrived(*_):
        say("到站了请下车")
        sys.exit(0)

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, arrived)
    signal.signal(signal.SIGINT, lambda *_: os.kill(driver, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda *_: os.kill(driver, signal.SIGUSR2))
    while True:
        signal.pause()


def main():
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[3] == "0A":
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", int(words[1].split(":")[1], 16)), 0.2).sendall(b"hello")
                say("ESCAPED: connected")
    for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]:
        name = line.split()[-1]
        if name.startswith("@grade-canary"):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as door:
                door.connect("\0" + name[1:])
                say("ESCAPED: connected to an abstract socket")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda *_: say("老司机开车了"))
    signal.signal(signal.SIGUSR2, lambda *_: say("车速有点快，系好安全带"))
    driver, child = os.getpid(), os.fork()
    if child == 0:
        conductor(driver)
    signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
    os.waitpid(child, 0)


main()
