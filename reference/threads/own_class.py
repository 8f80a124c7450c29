"""A thread class of one's own: subclass ``Thread``, ``super().__init__``, override ``run``.

自定义线程类：继承 Thread，调用父类的 __init__，重写 run；结果和异常要自己留在对象上。

Notes: 1.继承 Thread类 2.运行Thread类中的__init__方法以获取父类原有属性 3.重写run方法
Errata: calling ``run()`` yourself starts no thread. And an exception in ``run`` goes to ``threading.excepthook``, not
to ``join()``: keep it, if somebody should see it.
Source: https://docs.python.org/3/library/threading.html#threading.Thread.run
"""

import threading

from reference.stage import join_all, run
from reference.words import erratum, fact, say


class Divider(threading.Thread):
    """Divides in a thread of its own and keeps the result, or the error."""

    def __init__(self, number: int, by: int) -> None:
        super().__init__(name=f"divider-{number}/{by}")  # first: it sets up name, daemon and the rest
        self.number = number
        self.by = by
        self.ran_in: int | None = None
        self.result: float | None = None
        self.error: ArithmeticError | None = None

    def run(self) -> None:
        """What the thread does; ``start()`` calls it in the new thread."""
        self.ran_in = threading.get_ident()
        try:
            self.result = self.number / self.by
        except ArithmeticError as error:
            self.error = error


class Forgetful(threading.Thread):
    """The classic mistake."""

    def __init__(self) -> None:
        self.number = 1  # and no super().__init__()


def main() -> None:
    """Two that run, one whose ``run`` is called by mistake, one that forgot ``super().__init__``."""
    say(
        "start() 在新线程里执行 run()；结果留在对象上。",
        "start() calls run() in a new thread; the object keeps the result.",
    )
    good, bad = Divider(6, 4), Divider(1, 0)
    for thread in (good, bad):
        thread.start()
    join_all(good, bad)
    fact(
        result=good.result,
        error=type(bad.error).__name__,
        in_other_threads=threading.get_ident() not in (good.ran_in, bad.ran_in),
    )

    erratum("直接调用 run() 不会产生新线程：", "calling run() yourself starts no thread:")
    direct = Divider(1, 2)
    direct.run()
    fact(run_called_in_main=direct.ran_in == threading.get_ident())

    erratum(
        "run() 里的异常到不了 join()，只交给 threading.excepthook；要知道就像上面那样自己保存：",
        "an exception in run() does not reach join(), it goes to threading.excepthook; or keep it, as above:",
    )
    went_to: list[str] = []
    threading.excepthook = lambda hooked: went_to.append(hooked.exc_type.__name__)
    loud = threading.Thread(target=divmod, args=(1, 0))
    loud.start()
    join_all(loud)  # returns as if nothing had happened
    threading.excepthook = threading.__excepthook__
    fact(excepthook_got=went_to[0], alive_after_join=loud.is_alive())

    say("忘了 super().__init__()：", "Without super().__init__():")
    try:
        Forgetful().start()
    except RuntimeError as error:
        fact(forgot_init=str(error))


if __name__ == "__main__":
    run(main)
