"""A ride with each of the three buses: by signals to a PID, and by keys on a terminal.

乘坐三辆公交车：先用 kill 发信号，再用键盘按键；到站时让售票员停住，看司机等不等他。

Plays the homework from outside, as its examiner would: ``bus.py``, ``bus_fork.py`` and ``bus_keyboard.py`` are started
as programs of their own. That the driver *waits* for the conductor is shown by stopping the conductor.

Notes: 司机和售票员; 到站后，售票员先下车（子进程先退出），然后司机下车
Errata: the notes write SIGUSER1 and SIGUSER2; the signals are called SIGUSR1 and SIGUSR2.
Source: pty(7), https://docs.python.org/3/library/pty.html
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from reference import proc
from reference.stage import DEADLINE, interrupts_held, run
from reference.words import erratum, fact, say

BUSES = ("bus", "bus_fork", "bus_keyboard")
DEPARTURE, SEATBELT, ARRIVAL = "老司机开车了", "车速有点快，系好安全带", "到站了请下车"
KEYS = {DEPARTURE: b"\x03", SEATBELT: b"\x1c", ARRIVAL: b"\x1a"}  # Ctrl+C, Ctrl+\, Ctrl+Z


class Output:
    """What a program has printed so far, read from a pipe or a terminal."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.text = b""

    def read_on(self, deadline: float) -> bool:
        """Read what comes next. Returns False at the end; raises TimeoutError after the deadline."""
        if not select.select([self.descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
            raise TimeoutError(f"only this was printed: {self.text.decode(errors='replace')}")
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:  # a terminal whose last process has gone reads as an error
            data = b""
        self.text += data
        return data != b""

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Read until the pattern has appeared."""
        deadline = time.monotonic() + DEADLINE
        while (found := re.search(pattern, self.text.decode(errors="replace"))) is None:
            if not self.read_on(deadline):
                raise EOFError(f"{pattern} was never printed")
        return found

    def messages(self) -> list[str]:
        """Everything up to the end, reduced to the three messages in the order in which they were printed."""
        deadline = time.monotonic() + DEADLINE
        while self.read_on(deadline):
            pass
        return re.findall("|".join(KEYS), self.text.decode(errors="replace"))


def command(bus: str) -> list[str]:
    """How to start a bus."""
    return [sys.executable, str(Path(__file__).with_name(f"{bus}.py"))]


def by_kill(bus: str) -> tuple[list[str], bool, int]:
    """Signals to the PIDs. Returns the messages, whether the driver waited for the conductor, and its exit status."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with interrupts_held():  # until the bus sees to its signals itself
        started = subprocess.Popen(command(bus), stdout=subprocess.PIPE, env=environment)
    with started as driver:
        assert driver.stdout is not None  # a pipe, as asked for above
        try:
            messages, waited = journey(driver.pid, Output(driver.stdout.fileno()))
        except BaseException:
            proc.end_children()  # else the end of `with` would wait for a bus that does not arrive
            raise
        return messages, waited, driver.wait(DEADLINE)


def journey(driver: int, output: Output) -> tuple[list[str], bool]:
    """The three signals. Returns the messages, and whether the driver waited while the conductor could not leave."""
    conductor = int(output.wait_for(r"售票员 PID (\d+)\s").group(1))
    os.kill(conductor, signal.SIGINT)
    output.wait_for(DEPARTURE)
    os.kill(conductor, signal.SIGQUIT)
    output.wait_for(SEATBELT)
    os.kill(conductor, signal.SIGSTOP)
    proc.until(lambda: proc.state(conductor) == "T")
    os.kill(driver, signal.SIGTSTP)
    proc.until(lambda: signal.SIGUSR1 in proc.pending(conductor))
    proc.until(lambda: proc.state(driver) in "SZ")  # waiting, or gone already
    waited = proc.state(driver) == "S"
    os.kill(conductor, signal.SIGCONT)
    return output.messages(), waited


def by_keys(bus: str) -> tuple[list[str], int]:
    """Keys typed at a terminal of its own. Returns the messages and the driver's exit status."""
    with interrupts_held():
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ["PYTHONIOENCODING"] = "utf-8"
            program = command(bus)
            os.execv(program[0], program)
    output = Output(terminal)
    try:
        output.wait_for("售票员 PID")
        for message, key in KEYS.items():
            os.write(terminal, key)
            output.wait_for(message)
        messages = output.messages()
        return messages, os.waitstatus_to_exitcode(proc.wait_status(pid))
    finally:
        os.close(terminal)


def main() -> None:
    """Take each bus twice."""
    erratum("信号名是 SIGUSR1、SIGUSR2。", "the signals are called SIGUSR1 and SIGUSR2.")
    for bus in BUSES:
        say(
            f"{bus}.py：用 kill 发信号；到站时让售票员停住，看司机等不等；",
            f"{bus}.py, by kill; does the driver wait for the conductor?",
        )
        messages, waited, status = by_kill(bus)
        fact(**{f"{bus}_kill": messages, f"{bus}_waits": waited, f"{bus}_kill_exit": status})
        say("同一程序，用键盘 Ctrl+C、Ctrl+\\、Ctrl+Z：", "The same by Ctrl+C, Ctrl+\\, Ctrl+Z:")
        messages, status = by_keys(bus)
        fact(**{f"{bus}_keys": messages, f"{bus}_keys_exit": status})


if __name__ == "__main__":
    run(main)
