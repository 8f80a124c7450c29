"""What every topic stands on: two languages, fact lines, waits that end, and a clean end after Ctrl+C.

A topic says what it does with :func:`say`, states what it measured with :func:`fact`, and is started by :func:`run`.
The tests read the fact lines and nothing else.
"""

from __future__ import annotations

import gc
import json
import locale
import os
import signal
import sys
import time
import unicodedata
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from reference import proc

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: Seconds after which a wait that should have ended long ago is given up. Only a defect gets there, or a machine so
#: busy that nothing can be shown on it.
DEADLINE = 20.0

_LANG = "REFERENCE_LANG"  # an environment variable, so that child processes speak the same language


def set_language(lang: str) -> None:
    """Choose ``"zh"`` or ``"en"`` for this process and the ones it starts."""
    os.environ[_LANG] = lang


def language() -> str:
    """``"zh"`` or ``"en"``: what was set, else what the locale asks for."""
    asked = os.environ.get(_LANG)
    if asked is None:
        # The variables in the order in which the C library heeds them, see locale(7).
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        asked = next((value for name in names if (value := os.environ.get(name))), locale.getlocale()[0] or "")
    return "zh" if asked.lower().startswith("zh") else "en"


def say(zh: str, en: str) -> None:
    """Print one line of explanation in the language chosen, at once, so that no fork copies it in a buffer."""
    print(zh if language() == "zh" else en, flush=True)


def erratum(zh: str, en: str) -> None:
    """Say where the course notes are wrong or out of date."""
    say(f"勘误：{zh}", f"Errata: {en}")


def fact(**values: object) -> None:
    """Print what was measured, one line ``    name = JSON`` each: for the reader's eyes, and for the tests."""
    for name, value in values.items():
        print(f"    {name} = {json.dumps(value, ensure_ascii=False)}", flush=True)


def pad(text: str, width: int) -> str:
    """``text`` filled with spaces to ``width`` columns of a terminal, where a Chinese character takes two."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return text + " " * (width - len(text) - wide)


def receive(end: Connection) -> Any:
    """The next object from a pipe.

    Raises TimeoutError if none comes within the deadline, and EOFError if none can come any more.
    """
    if not end.poll(DEADLINE):
        raise TimeoutError(f"nothing received in {DEADLINE:g} s")
    return end.recv()


class Worker(Protocol):
    """A thread or a process, as far as waiting for it goes."""

    name: str

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end."""

    def is_alive(self) -> bool:
        """Whether it still runs."""


def join_all(*workers: Worker) -> None:
    """Join threads or processes, each within the deadline.

    Raises TimeoutError if one is still running then.
    """
    for worker in workers:
        worker.join(DEADLINE)
        if worker.is_alive():
            raise TimeoutError(f"{worker.name} has not ended after {DEADLINE:g} s")


def run(main: Callable[[], None]) -> None:
    """Run a topic; afterwards no child is left, whether it ended well, by an error or by Ctrl+C.

    Ctrl+C reaches the forked children too. They take no notice, so that none dies with a lock in its hand or a
    traceback on the screen; the topic's own process unwinds, ends them, and then dies of SIGINT itself, as a shell
    expects.
    Raises RuntimeError if the topic came to its end and forgot a child or an open file.
    """
    owner = os.getpid()
    open_before = proc.descriptors()
    pressed: list[float] = []

    def interrupt(_sig: int, _frame: FrameType | None) -> None:
        # Pressed twice in a hurry, or sent once by the terminal and once by --all: that must not cut cleaning short.
        if os.getpid() == owner and (not pressed or time.monotonic() > pressed[-1] + 1):
            pressed.append(time.monotonic())
            raise KeyboardInterrupt

    def unraisable(problem: UnraisableHookArgs) -> None:
        # An exception raised while an object is being destroyed is lost; `pressed` has not forgotten.
        if problem.exc_type is not KeyboardInterrupt:
            sys.__unraisablehook__(problem)

    sys.unraisablehook = unraisable
    signal.signal(signal.SIGINT, interrupt)
    try:
        main()
        if pressed:
            raise KeyboardInterrupt
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # too late now, it is done
        complain_if_forgetful(open_before)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        proc.end_children()
        say("\n已中断，子进程已全部结束", "\nInterrupted; every child process has been ended")
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(owner, signal.SIGINT)
    finally:
        proc.end_children()


def complain_if_forgetful(open_before: set[tuple[int, str]]) -> None:
    """Raise RuntimeError if a child is left, or a descriptor open that was not so before."""
    gc.collect()  # what only garbage still holds is not forgotten
    if children := proc.children():
        raise RuntimeError(f"children left behind: {children}")
    # multiprocessing keeps the memory behind Value and Array ("pym-…"), and a pipe to each of its own servants.
    left_open = {each for each in proc.descriptors() - open_before if "/pym-" not in each[1]}
    if len(left_open) > len(proc.servants()):
        raise RuntimeError(f"descriptors left open: {left_open}")
