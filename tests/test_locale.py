"""Languages: every sentence of the code has its Chinese one, and a Text comes out in the language asked for."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import grader
from grader.checks import titles
from grader.homework import load
from grader.locale.extract import NotLiteralError, sentences
from grader.locale.translate import FOLDER, LOCALES, preferred, render, title, translated
from grader.model import Text
from grader.text import T

PACKAGE = Path(grader.__file__).parent
PO = FOLDER / LOCALES["zh"] / "LC_MESSAGES" / "grader.po"


@cache
def code_sentences() -> frozenset[str]:
    """Every msgid in the package, as `pybabel extract` finds them."""
    found: set[str] = set()
    for module in PACKAGE.rglob("*.py"):
        with module.open("rb") as source:
            found |= {message for _line, _keyword, message, _comments in sentences(source, ["T"], [], {})}
    return frozenset(found)


@cache
def chinese() -> dict[str, str]:
    with PO.open("rb") as source:
        return {str(message.id): str(message.string) for message in read_po(source) if message.id}


def placeholders(template: str) -> list[str]:
    """The `{names}` of a template; for argparse's, which have none, the %-fields."""
    names = sorted({name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name is not None})
    return names or sorted(re.findall(r"%(?:\(\w+\))?[srd]", template))


def test_every_sentence_has_a_chinese_one() -> None:
    missing = {sentence for sentence in code_sentences() if not chinese().get(sentence)}
    assert not missing, "run pybabel extract and update (see README.md) and translate what is new"


def test_the_catalogue_has_nothing_that_is_no_longer_said() -> None:
    assert not chinese().keys() - code_sentences()


def test_translations_have_the_same_placeholders() -> None:
    different = [msgid for msgid, msgstr in chinese().items() if placeholders(msgid) != placeholders(msgstr)]
    assert not different


def test_chinese_sentences_are_chinese() -> None:
    """Besides commands and names, which read the same in both; and no half-width comma after a Chinese character."""
    same = {msgid for msgid, msgstr in chinese().items() if not re.search(r"[一-鿿]", msgstr)}
    assert all(re.fullmatch(r"sudo .*|[\w./{}:：；，（） -]+", chinese()[msgid]) for msgid in same), same
    assert not [msgstr for msgstr in chinese().values() if re.search(r"[一-鿿][,;:?!]", msgstr)]


def test_titles_of_checks_are_found() -> None:
    assert set(titles()) <= code_sentences()


def test_the_compiled_catalogue_is_up_to_date() -> None:
    compiled = io.BytesIO()
    with PO.open("rb") as source:
        write_mo(compiled, read_po(source, locale=LOCALES["zh"]))
    hint = "run pybabel compile -D grader -d grader/locale, or install again"
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), hint


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_language_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert preferred(environ) == language


def test_texts_within_texts_and_values() -> None:
    nested = T(
        "{file}: {problem}",
        file="{x}",
        problem=T("{key}: expected {expected}, found {found}", key="k", expected=T("a line of text"), found=3),
    )
    assert render(nested, "en") == "{x}: k: expected a line of text, found 3"
    assert render(nested, "zh") == "{x}：k：应为一行文字，实际是 3"
    assert render(nested, "en", str.upper) == "{X}: K: expected a line of text, found 3"


def test_a_sentence_without_translation_is_english() -> None:
    assert translated("nobody ever said this", "zh") == "nobody ever said this"
    assert render(Text(""), "zh") == ""


def test_the_title_of_a_homework() -> None:
    bus = load()
    assert title(bus, "zh") == "公交车：司机和售票员"
    assert title(bus, "en") == "The bus: driver and conductor"


def extracted(source: str) -> Iterator[str]:
    return (message for _line, _keyword, message, _comments in sentences(io.BytesIO(source.encode()), ["T"], [], {}))


def test_extraction_sees_all_forms() -> None:
    assert list(extracted('f"{say(T(\'a {b}\', b=1))}"\nT("one"\n  " two")\nR("no")')) == ["a {b}", "one two"]
    assert list(extracted('def check(case) -> Outcome:\n    """Title\n\n    More."""')) == ["Title"]
    assert list(extracted('def _part(case) -> Outcome:\n    """No."""')) == []
    with pytest.raises(NotLiteralError, match="line 1"):
        list(extracted("T(name)"))
