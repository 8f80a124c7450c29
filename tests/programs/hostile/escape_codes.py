"""clears the screen, sets the title, writes the clipboard, asks the terminal; then an honest ride"""
import os
import signal
import sys


CODES = (
    "\x1b[2J\x1b[H\x1b[1;1H\x1b[8m\x1b[?1049h\x1b[?25l\x1bc\x1b(0\x9b31m"  # clear, hide, reset, other letters
    "\x1b]0;graded: 100/100\x07\x1b]8;;http://127.0.0.1/\x1b\\click\x1b]8;;\x1b\\"  # title, link
    "\x1b]52;c;aGVsbG8=\x07\x1bP+q544e\x1b\\\x1b[6n\x1b[21t\x05"  # clipboard, and questions to the terminal
)


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
    say(CODES)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda *_: say(CODES + "老司机开车了" + CODES))
    signal.signal(signal.SIGUSR2, lambda *_: say("车速有点快，系好安全带"))
    driver, child = os.getpid(), os.fork()
    if child == 0:
        conductor(driver)
    signal.signal(signal.SIGTSTP, lambda *_: os.kill(child, signal.SIGUSR1))
    os.waitpid(child, 0)


main()
