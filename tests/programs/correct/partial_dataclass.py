from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Process
from typing import Callable, Dict


@dataclass
class Role:
    name: str
    table: Dict[int, Callable] = field(default_factory=dict)

    def install(self) -> None:
        for number, action in self.table.items():
            signal.signal(number, action)

    def say(self, text: str, *_: object, leave: bool = False) -> None:
        print(f"{self.name}：{text}", flush=True)
        if leave:
            sys.exit(0)


def tell(pid: int, number: int, *_: object) -> None:
    os.kill(pid, number)


def conductor(driver: int) -> None:
    me = Role("售票员")
    me.table = {
        signal.SIGTSTP: signal.SIG_IGN,
        signal.SIGUSR1: partial(me.say, "到站了请下车", leave=True),
        signal.SIGQUIT: partial(tell, driver, signal.SIGUSR2),
        signal.SIGINT: partial(tell, driver, signal.SIGUSR1),
    }
    me.install()
    while True:
        signal.pause()


def main() -> int:
    me = Role("司机")
    child = Process(target=conductor, args=(os.getpid(),))
    child.start()
    me.table = {
        signal.SIGINT: signal.SIG_IGN,
        signal.SIGQUIT: signal.SIG_IGN,
        signal.SIGUSR1: partial(me.say, "老司机开车了"),
        signal.SIGUSR2: partial(me.say, "车速有点快，系好安全带"),
        signal.SIGTSTP: partial(tell, child.pid, signal.SIGUSR1),
    }
    me.install()
    child.join()
    return child.exitcode


if __name__ == "__main__":
    sys.exit(main())
