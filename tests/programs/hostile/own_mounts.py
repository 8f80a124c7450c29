"""mounts a file system in memory of its own, and puts 320 MiB into it"""
import os
import signal
import sys
import ctypes
import contextlib


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
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000 | 0x00020000) == 0:
        with contextlib.suppress(OSError):
            for name, line in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(line)
        if libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"size=400m") == 0:
            with contextlib.suppress(OSError):
                for number in range(320):
                    with open(f"/tmp/part{number}", "wb") as part:
                        part.write(bytes(1 << 20))
                say("ESCAPED: 320 MiB in a file system of its own")
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
