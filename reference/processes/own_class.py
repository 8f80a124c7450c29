"""A process class of one's own: subclass ``Process``, call ``super().__init__``, override ``run``.

自定义进程类：继承 Process，先调用 super().__init__()，再重写 run；start() 在子进程里执行 run()。

Notes: 自定义进程类 继承Process 重写run
Errata: the notes leave out ``super().__init__()`` here (they have it for threads). Without it the object is no process.
Source: https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.run
"""

import multiprocessing
import os
from multiprocessing.connection import Connection

from reference.stage import join_all, receive, run
from reference.words import erratum, fact, say

# multiprocessing.Process follows the default start method, which differs by version (see processes.start_methods). Both
# classes stand at the module's top level and hold only what can be pickled, so any method will do.


class Square(multiprocessing.Process):
    """Computes a square in a process of its own and sends it through a pipe."""

    def __init__(self, number: int, answer: Connection) -> None:
        super().__init__(name=f"square-{number}")  # first: it sets up pid, name, daemon …
        self.number = number
        self.answer = answer

    def run(self) -> None:
        """What the child does; ``start()`` creates the child, which calls this. Never call it yourself."""
        self.answer.send((os.getpid(), self.number**2))


class Forgetful(multiprocessing.Process):
    """The classic mistake."""

    def __init__(self) -> None:
        self.number = 1  # and no super().__init__()


def main() -> None:
    """Run two of them at once, call one's ``run`` by mistake, and start one that forgot ``super().__init__``."""
    here, there = multiprocessing.Pipe(duplex=False)
    squares = [Square(number, there) for number in (6, 7)]
    say("start() 创建子进程，子进程里执行 run()。", "start() makes the child, and the child calls run().")
    for square in squares:
        square.start()
    answers = dict(receive(here) for _ in squares)
    join_all(*squares)
    fact(squares=sorted(answers.values()), in_children=sorted(answers) == sorted(square.pid or 0 for square in squares))

    say("直接调用 run() 不会产生新进程：", "Calling run() yourself starts no process:")
    Square(8, there).run()
    fact(run_called_in_parent=receive(here)[0] == os.getpid())

    erratum(
        "笔记此处漏了 super().__init__()，缺了它无法启动：", "the notes leave out super().__init__() here; without it:"
    )
    try:
        Forgetful().start()
    except AttributeError as error:  # what start() looks for was never set
        fact(forgot_init=type(error).__name__)
    here.close()
    there.close()


if __name__ == "__main__":
    run(main)
