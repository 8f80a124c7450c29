"""Which walls a call of `grade` runs behind: what was asked for, what works here, and what is said about it."""

from __future__ import annotations

import os
import subprocess

from grader.errors import UserError
from grader.model import Isolation, Text
from grader.sandbox import sandbox, works
from grader.text import T


class IsolationError(UserError):
    """The isolation asked for is not to be had, or going without has to be asked for."""


def choose(asked: str, python: str, *, several: bool) -> tuple[Isolation, Text | None]:
    """The isolation for `auto`, `bwrap` or `none`, and a sentence for the user where `auto` has to do without.

    `several`: whether more than one program is to be run: as root strangers' programs run without walls only where
    that was spelt out. IsolationError says why it cannot be had.
    """
    if asked == "none":
        return "none", None
    why = _why_not(python)
    if why is None:
        return "bwrap", None
    if asked == "bwrap":
        raise IsolationError(
            T("--isolation bwrap: bubblewrap does not work here ({why}); grade --doctor says what to do", why=why)
        )
    if several and os.geteuid() == 0:
        raise IsolationError(
            T(
                "bubblewrap does not work here ({why}), and these programs would run as root without walls: install it "
                "(apt install bubblewrap), grade as an ordinary user, or spell out --isolation none",
                why=why,
            )
        )
    return "none", T(
        "bubblewrap does not work here ({why}): the program runs without walls; grade --doctor says what that means",
        why=why,
    )


def _why_not(python: str) -> str | None:
    try:
        return works(sandbox(python))
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
