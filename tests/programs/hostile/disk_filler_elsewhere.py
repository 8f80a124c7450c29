"""fills every place it can write to: /tmp, /dev/shm, /var/tmp, its home, the root"""
import os
import signal
import sys


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
    total = 0
    for folder in ("/tmp", "/dev/shm", "/dev", "/var/tmp", "/run", "/home", "/etc", os.environ.get("HOME", "/"), "/"):
        for number in range(24):
            try:
                with open(f"{folder}/grade-hostile-part{number}", "wb", buffering=0) as part:
                    total += part.write(bytes(512 << 10))
            except OSError:
                break
    if total > 13 << 20:
        say(f"ESCAPED: wrote {total >> 20} MiB")
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
