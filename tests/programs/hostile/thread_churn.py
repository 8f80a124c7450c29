"""a thread of the driver starts short-lived threads all the time, for 20 s"""
import os
import signal
import sys
import threading
import time


def churn():
    end = time.monotonic() + 20
    while time.monotonic() < end:
        thread = threading.Thread(target=time.sleep, args=(0.001,))
        thread.start()
        thread.join()


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda *_: say("老司机开车了"))
    signal.signal(signal.SIGUSR2, lambda *_: say("车速有点快，系好安全带"))
    driver, child = os.getpid(), os.fork()
    if child == 0:
        conductor(driver)
    signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
    threading.Thread(target=churn, daemon=True).start()
    # Not asleep in waitpid: a signal that another thread happens to get is noted, and wakes nobody (signal, "Signals and
    # threads"). With a driver asleep there one signal in thirty had no effect, without any grader.
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.01)


main()
