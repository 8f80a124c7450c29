"""asks for every privilege there is"""
import os
import signal
import sys
import contextlib
import ctypes


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
    libc = ctypes.CDLL(None, use_errno=True)
    attempts = {
        "chroot": lambda: os.chroot("."),
        "mknod": lambda: os.mknod("disk", 0o60666, os.makedev(8, 0)),
        "host name": lambda: open("/proc/sys/kernel/hostname", "w").write("mallory"),
        "core pattern": lambda: open("/proc/sys/kernel/core_pattern", "w").close(),
        "mount": lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 or os.stat("/nowhere"),
        "setuid": lambda: os.setuid(0) if os.getuid() else os.stat("/nowhere"),
    }
    for name, attempt in attempts.items():
        with contextlib.suppress(OSError):
            attempt()
            say(f"ESCAPED: {name}")
    with open("/proc/self/status") as status:
        table = dict(line.split(":", 1) for line in status)
    if int(table["CapEff"], 16):
        say("ESCAPED: has capabilities")
    if table["NoNewPrivs"].strip() != "1":
        say("ESCAPED: may gain privileges")
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
