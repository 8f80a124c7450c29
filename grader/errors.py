"""Errors that are the user's to mend: what is wrong is said in the user's language, never with a traceback."""

from __future__ import annotations

import contextlib
import errno
import os

from grader.model import Text
from grader.text import T

_REASONS = {
    errno.ENOENT: T("there is no such file or folder"),
    errno.EACCES: T("permission is denied"),
    errno.EPERM: T("permission is denied"),
    errno.EISDIR: T("it is a folder"),
    errno.ENOTDIR: T("a part of the path is no folder"),
    errno.ENOSPC: T("the disk is full"),
    errno.EROFS: T("the file system is read-only"),
    errno.ELOOP: T("there are too many symbolic links"),
    errno.ENAMETOOLONG: T("the name is too long"),
}


DEBUG = "GRADE_DEBUG"
"""Environment variable: where it is set, a fault of the grader is shown with its traceback."""


class UserError(Exception):
    """The command cannot do what was asked; `text` says why and names the file, option or key."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def reason(error: Exception) -> Text:
    """Why the operating system, or Python, refused: the common refusals in the user's language, others in theirs."""
    number = getattr(error, "errno", None)
    if number in _REASONS:
        return _REASONS[number]
    return T("{reason}", reason=getattr(error, "strerror", None) or str(error) or type(error).__name__)


def fault(error: Exception) -> Text:
    """A sentence on an error nobody foresaw, with the way to its details; they are shown at once where asked for."""
    if os.environ.get(DEBUG):
        import traceback  # noqa: PLC0415 - rarely needed

        with contextlib.suppress(OSError):
            traceback.print_exception(error)
    return T(
        "the grader itself failed ({kind}: {reason}); {variable}=1 shows the details",
        kind=type(error).__name__,
        reason=str(error),
        variable=DEBUG,
    )
