"""creates, changes and removes files wherever it can"""
import os
import signal
import sys
import contextlib
import sysconfig


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
    paths = sysconfig.get_paths()
    for folder in ("/", "/etc", "/usr", "/usr/bin", "/bin", "/lib", "/root", "/home", "/var", "/opt", "/boot", "/sys/fs/cgroup",
                   "..", sys.prefix, sys.base_prefix, paths["purelib"], paths["stdlib"], os.path.dirname(sys.executable)):
        with contextlib.suppress(OSError):
            with open(f"{folder}/grade-hostile-was-here", "w") as file:
                file.write("was here")
    for file in ("/etc/passwd", "/etc/hosts", sys.executable, os.__file__):
        with contextlib.suppress(OSError):
            open(file, "ab").close()
            say(f"ESCAPED: may change {file}")
        with contextlib.suppress(OSError):
            os.utime(file)
            say(f"ESCAPED: may touch {file}")
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
