"""a helper starts short-lived children all the time, for 10 s"""
import os
import signal
import sys
import time



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
    if os.fork() == 0:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            pid = os.fork()
            if pid == 0:
                os._exit(0)
            os.waitpid(pid, 0)
            time.sleep(0.002)
        os._exit(0)
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
