"""The command line of ``python -m reference``, in the language that it itself asks for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from reference.catalog import TOPICS
from reference.words import either, set_language


class _Formatter(argparse.HelpFormatter):
    """Chinese headings, where Chinese is spoken."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """The first line, with its own word for "usage"."""
        super().add_usage(usage, actions, groups, either("用法：", "usage: ") if prefix is None else prefix)


def _language_first(argv: Sequence[str] | None) -> None:
    """Heed ``--lang`` before anything else is read: the help and the errors are to be in it."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang", choices=("zh", "en"))
    try:
        lang = early.parse_known_args(argv)[0].lang
    except argparse.ArgumentError:  # wrong usage, which is told by the parser below
        return
    if lang:
        set_language(lang)


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments, and set the language. The topics are known ones. Raises SystemExit for ``--help``, and 2."""
    _language_first(argv)
    parser = argparse.ArgumentParser(
        prog="python -m reference",
        formatter_class=_Formatter,
        add_help=False,
        usage=either("%(prog)s [选项] [主题 ...]", "%(prog)s [OPTIONS] [TOPIC ...]"),
        description=either("课程笔记的全部内容，可以运行。", "The course notes, runnable."),
    )
    topics = parser.add_argument_group(either("主题", "topics"))
    topics.add_argument(
        "topics",
        nargs="*",
        metavar=either("主题", "TOPIC"),
        help=either("例如 signals.alarm；不写则列出全部主题", "for example signals.alarm; without any they are listed"),
    )
    options = parser.add_argument_group(either("选项", "options"))
    for flag, text in (
        ("--all", either("运行全部不需要按键的主题", "run all that need no typing")),
        ("--source", either("显示源代码，不运行", "show the code instead of running it")),
    ):
        options.add_argument(flag, action="store_true", help=text)
    options.add_argument(
        "--lang",
        choices=("zh", "en"),
        help=either("语言；不写则取自系统语言环境", "the language; without it, that of the locale"),
    )
    options.add_argument("-h", "--help", action="help", help=either("显示本帮助", "show this help"))
    found = parser.parse_args(argv)
    known = {topic.name for topic in TOPICS}
    for name in found.topics:
        if name not in known:
            parser.error(
                either(
                    f"没有主题 {name!r}；python -m reference 列出全部主题",
                    f"no topic {name!r}; `python -m reference` lists them",
                )
            )
    return found
