"""The sentences of the standard library's argparse that `grade` can come to print, so that they are translated too.

argparse looks them up with gettext, in the catalogue that `grader.arguments` names; nothing imports this module.
"""

from __future__ import annotations

from grader.text import T

WORDS = (
    T("usage: "),
    T("options"),
    T("positional arguments"),
    T("show this help message and exit"),
    T("%(prog)s: error: %(message)s\n"),
    T("argument %(argument_name)s: %(message)s"),
    T("expected one argument"),
    T("ignored explicit argument %r"),
    T("invalid choice: %(value)r (choose from %(choices)s)"),
    T("unrecognized arguments: %s"),
)
