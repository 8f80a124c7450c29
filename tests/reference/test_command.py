"""``python -m reference``: the list, one topic, all, the source, the language, and wrong usage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference.catalog import TOPICS

if TYPE_CHECKING:
    import pexpect

Start = Callable[..., "pexpect.spawn[str]"]
End = Callable[["pexpect.spawn[str]"], str]
ROOT = Path(__file__).parents[2]


def lines(text: str) -> list[str]:
    return text.replace("\r", "").splitlines()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_has_one_line_for_each_topic(start: Start, ended: End, lang: str) -> None:
    listed = lines(ended(start("-m", "reference", "--lang", lang)))
    for topic in TOPICS:
        mine = [line for line in listed if line.split()[:1] == [topic.name]]
        assert len(mine) == 1
        assert mine[0].endswith(topic.zh if lang == "zh" else topic.en)
        assert listed.index(topic.notes) < listed.index(mine[0])


@pytest.mark.parametrize(("lang", "word"), [("zh", "运行一个"), ("en", "Run one")])
def test_language_comes_from_the_locale(start: Start, ended: End, lang: str, word: str) -> None:
    assert word in ended(start("-m", "reference", lang=lang))


def test_language_of_a_topic(start: Start, ended: End) -> None:
    assert "四" not in ended(start("-m", "reference", "sync.event", "--lang", "en", lang="zh"))
    assert "个进程等同一个事件" in ended(start("-m", "reference", "sync.event", "--lang", "zh"))


@pytest.mark.parametrize("where", ["option", "locale"])
def test_help_is_in_the_language(start: Start, ended: End, where: str) -> None:
    zh, en = (
        ended(start("-m", "reference", "--help", *(["--lang", lang] if where == "option" else []), lang=lang))
        for lang in ("zh", "en")
    )
    assert "用法：python -m reference" in zh
    assert "usage: python -m reference" in en
    assert en.isascii()
    for option in ("--all", "--source", "--lang", "--help"):
        for shown in (zh, en):
            assert option in shown
        (explained,) = [line for line in lines(zh) if option in line]
        assert not explained.isascii()


def test_source(start: Start, ended: End) -> None:
    shown = lines(ended(start("-m", "reference", "--source", "signals.alarm")))
    assert shown == lines((ROOT / "reference/signals/alarm.py").read_text(encoding="utf-8"))


def test_a_topic_runs_as_a_module(start: Start, ended: End) -> None:
    child = start("-m", "reference.sync.event")
    assert "released = 4" in ended(child)
    assert child.exitstatus == 0


def test_all_runs_every_topic(start: Start, ended: End) -> None:
    child = start("-m", "reference", "--all")
    shown = ended(child)
    assert child.exitstatus == 0
    for topic in TOPICS:
        assert (f"── {topic.name} ──" in shown) is not topic.interactive


def test_unknown_topic(start: Start, ended: End) -> None:
    child = start("-m", "reference", "signals.alram")
    assert "signals.alram" in ended(child)
    assert child.exitstatus == 2


def test_a_failing_topic_is_reported(start: Start, ended: End) -> None:
    # With 20 descriptors at most the crowd of clients cannot be had; the other topic does not need that many.
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20));"
        "from reference.__main__ import main; sys.exit(main(['network.selector_server', 'signals.table']))"
    )
    child = start("-c", program)
    shown = ended(child)
    assert "Failed: network.selector_server\r\n" in shown
    assert child.exitstatus == 1


@pytest.mark.parametrize(
    ("forget", "complaint"),
    [
        ("import os; os.fork() or os._exit(0)", "children left behind"),
        ("import os; globals().update(kept=os.pipe())", "descriptors left open"),
    ],
)
def test_a_forgetful_topic_is_an_error(start: Start, ended: End, forget: str, complaint: str) -> None:
    child = start("-c", f"from reference import stage\ndef main():\n    {forget}\nstage.run(main)")
    assert complaint in ended(child)
    assert child.exitstatus == 1
