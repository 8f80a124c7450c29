"""From `Text` to a sentence in the user's language.

The msgids are English, so English needs no catalogue; Chinese has `zh_CN/LC_MESSAGES/grader.po`, compiled when the
package is built. A sentence without a translation comes out in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from grader.model import Homework, Text

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

DOMAIN = "grader"
FOLDER = Path(__file__).parent
LOCALES: Mapping[Language, str] = {"zh": "zh_CN", "en": "en"}
"""The locale of each language, which is also the name of its catalogue's folder."""


def preferred(environ: Mapping[str, str]) -> Language:
    """The language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set (locale(7)); C is English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def render(text: Text, language: Language, value: Callable[[str], str] = str) -> str:
    """The sentence with its values filled in, Texts among them included. `value` is applied to every string value:
    a report passes what makes a student's words harmless in its format."""
    values = {
        name: render(each, language, value)
        if isinstance(each, Text)
        else value(each)
        if isinstance(each, str)
        else each
        for name, each in text.values.items()
    }
    return translated(text.msgid, language).format_map(values)


def translated(msgid: str, language: Language) -> str:
    """A template in that language."""
    return _catalogue(language).gettext(msgid) if msgid else ""


def title(homework: Homework, language: Language) -> str:
    """The homework's title, in another language where it has none in this."""
    return homework.title.get(language) or next(iter(homework.title.values()))


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [LOCALES[language]], fallback=True)
