"""Thread objects: ``Thread(name, target, args, kwargs)``, ``start join is_alive name current_thread daemon``.

线程对象：创建时给出 name、target、args、kwargs，然后 start、join；is_alive、name、daemon 是它的状态和属性。
主线程结束后，进程仍等待普通线程，不等 daemon 线程。

Notes: threading.Thread() 创建线程对象; t.start() t.join([timeout]) t.is_alive() t.name t.setName();
threading.currentThread(); t.daemon = True, t.setDaemon(True), t.isDaemon(); daemon属性的设置在start前
Errata: ``setName getName isDaemon setDaemon`` and ``currentThread`` are deprecated since Python 3.10: use ``name``,
``daemon`` and ``current_thread()``. Since 3.10 the default name is not ``Thread-1`` but ``Thread-1 (target)``.
"主线的结束不会影响到分支线程": the main thread's own code may end, but the process waits for all threads that are not
daemonic.
Source: https://docs.python.org/3/library/threading.html#thread-objects
"""

import subprocess
import sys
import threading
import time
import warnings

from reference.stage import DEADLINE, join_all, run
from reference.words import erratum, fact, say

# A whole program: what happens at its end can only be seen from outside. The thread waits for standard input to close,
# which happens after the main thread is done with everything else.
PROGRAM = """
import sys, threading
def branch():
    sys.stdin.read()
    print("branch finished", flush=True)
threading.Thread(target=branch, daemon={daemon}).start()
print("main finished", flush=True)
"""


def output_of_program(daemon: bool) -> list[str]:
    """Run the program above and close its input after its main thread has finished. Returns what it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(daemon=daemon)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None  # a pipe, as asked for above
        lines = [process.stdout.readline()]
        if daemon:
            process.wait(DEADLINE)  # ends although the thread still waits
        rest, _ = process.communicate(timeout=DEADLINE)
        return [line for line in [*lines[0].splitlines(), *rest.splitlines()] if line]


def greet(gate: threading.Event, seen: list[str], greeting: str, *, mark: str) -> None:
    """Wait at the gate, then say who is greeting."""
    gate.wait(DEADLINE)
    seen.append(f"{greeting}{mark} {threading.current_thread().name}")


def nothing() -> None:
    """The least a thread can do."""


def deprecated_names() -> list[str]:
    """Use the notes' old names. Returns those at which Python warns."""
    thread = threading.Thread(target=nothing)
    uses = {
        "setName": lambda: thread.setName("t"),
        "getName": thread.getName,
        "setDaemon": lambda: thread.setDaemon(True),
        "isDaemon": thread.isDaemon,
        "currentThread": threading.currentThread,
    }
    warned = []
    for name, use in uses.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            use()
        if any(issubclass(warning.category, DeprecationWarning) for warning in caught):
            warned.append(name)
    return warned


def main() -> None:
    """One thread through its whole life, the daemonic ones, and the old names."""
    gate, seen = threading.Event(), list[str]()
    thread = threading.Thread(name="greeter", target=greet, args=(gate, seen, "hello"), kwargs={"mark": "!"})
    say("start 之前、运行之中、join 之后：", "Before start, while it runs, after join:")
    alive = [thread.is_alive()]
    thread.start()
    alive.append(thread.is_alive())
    started = time.monotonic()
    thread.join(0.1)  # gives up waiting; join returns None either way, so ask is_alive()
    fact(join_timed_out=thread.is_alive(), waited=round(time.monotonic() - started, 3))
    gate.set()
    join_all(thread)
    alive.append(thread.is_alive())
    fact(is_alive=alive, said=seen, main=threading.current_thread().name)
    say("t.name 可读可写，随时可改：", "t.name is read and set, at any time:")
    fact(name=thread.name)
    thread.name = "usher"
    fact(renamed=thread.name)

    erratum("默认名自 3.10 起带上函数名：", "since 3.10 the default name includes the target's:")
    fact(default_name=threading.Thread(target=nothing).name)

    say("daemon 必须在 start 之前设置：", "daemon is set before start:")
    try:
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.daemon = True
    except RuntimeError as error:
        fact(daemon_after_start=str(error))
    join_all(thread)

    erratum(
        "主线程结束后，进程仍会等待普通线程；daemon 线程则被丢弃：",
        "the process waits for normal threads; daemonic ones are dropped:",
    )
    fact(normal=output_of_program(daemon=False), daemonic=output_of_program(daemon=True))

    erratum("下列旧名自 Python 3.10 起弃用：", "these old names are deprecated since Python 3.10:")
    fact(deprecated=deprecated_names())


if __name__ == "__main__":
    run(main)
