"""Errors that are the user's to mend: what is wrong is said in the user's language, never with a traceback."""

from __future__ import annotations

from grader.model import Text


class UserError(Exception):
    """The command cannot do what was asked; `text` says why and names the file, option or key."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text
