"""What the topics print: lines of explanation in two languages, and fact lines.

A topic says what it does with :func:`say`, and states what it measured with :func:`fact`. The tests read the fact lines
and nothing else.
"""

from __future__ import annotations

import json
import locale
import os
import signal
import sys
import unicodedata

from reference.labels import LABELS

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


def show(line: str) -> None:
    """Print a line at once, so that no fork copies it in a buffer.

    Raises SystemExit, with the status a shell gives for SIGPIPE, when nobody reads any more: after ``| head``.
    """
    try:
        print(line, flush=True)
    except BrokenPipeError:
        # The line is still in the buffer, and Python tries once more at its end; that has to go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)


def either(zh: str, en: str) -> str:
    """The one of two texts that is in the language chosen."""
    return zh if language() == "zh" else en


def say(zh: str, en: str) -> None:
    """Print one line of explanation in the language chosen."""
    show(either(zh, en))


def erratum(zh: str, en: str) -> None:
    """Say where the course notes are wrong or out of date."""
    say(f"勘误：{zh}", f"Errata: {en}")


def fact(**values: object) -> None:
    """Print what was measured, one line ``    name = JSON`` each: for the reader's eyes, and for the tests.

    In Chinese a label comes before the name, ``    标签：name = JSON``.
    """
    for name, value in values.items():
        label = either(f"{LABELS.get(name, '')}：", "")
        show(f"    {label}{name} = {json.dumps(value, ensure_ascii=False)}")


def pad(text: str, width: int) -> str:
    """``text`` filled with spaces to ``width`` columns of a terminal, where a Chinese character takes two."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return text + " " * (width - len(text) - wide)
