"""``python -m reference``: list the topics, run some, run all, or show their source."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import signal
import subprocess
import sys
from pathlib import Path

from reference import catalog, stage


def main(argv: list[str] | None = None) -> int:
    """The command. Returns the exit status: 0, 1 if a topic failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m reference", description="The course notes, runnable. 课程笔记范例。"
    )
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="e.g. signals.alarm; none: list them / 不写则列出")
    parser.add_argument("--all", action="store_true", help="run all that need no typing / 运行全部")
    parser.add_argument("--source", action="store_true", help="show the code instead of running it / 显示源代码")
    parser.add_argument("--lang", choices=("zh", "en"), help="default: from the locale / 默认取自系统语言")
    options = parser.parse_args(argv)
    if options.lang:
        stage.set_language(options.lang)

    by_name = {topic.name: topic for topic in catalog.TOPICS}
    for name in options.topics:
        if name not in by_name:
            parser.error(f"no topic {name!r}; `python -m reference` lists them / 没有这个主题")
    topics = [by_name[name] for name in options.topics]
    if options.all:
        topics = [topic for topic in catalog.TOPICS if not topic.interactive]
    if not topics:
        list_topics()
    elif options.source:
        for topic in topics:
            print(source(topic).rstrip(), flush=True)
    elif len(topics) == 1:
        run_here(topics[0])
    else:
        return run_each(topics)
    return 0


def list_topics() -> None:
    """Print one line for each topic: its name, what it shows, and the notes' section."""
    zh = stage.language() == "zh"
    section = ""
    for topic in catalog.TOPICS:
        if topic.notes != section:
            section = topic.notes
            print(f"\n{section}")
        print(f"  {stage.pad(topic.name, 28)}{topic.zh if zh else topic.en}")
    print()
    stage.say(
        "运行一个：python -m reference signals.alarm    全部：--all    看代码：--source    语言：--lang zh|en",
        "Run one: python -m reference signals.alarm    all: --all    the code: --source    language: --lang zh|en",
    )


def source(topic: catalog.Topic) -> str:
    """The code of a topic."""
    spec = importlib.util.find_spec(topic.module)
    assert spec is not None and spec.origin is not None  # the catalogue names files of this package only
    return Path(spec.origin).read_text(encoding="utf-8")


def run_here(topic: catalog.Topic) -> None:
    """Run one topic in this process."""
    module = importlib.import_module(topic.module)
    if topic.interactive:  # a whole program, which handles its signals itself
        module.main()
        return
    title = f"── {topic.name} ── {topic.zh if stage.language() == 'zh' else topic.en}〔{topic.notes}〕"

    def titled() -> None:
        print(title, flush=True)  # printed when run() has everything in place: from here on Ctrl+C cleans up
        module.main()

    stage.run(titled)


def end(child: subprocess.Popen[bytes]) -> None:
    """Let a topic clean up after Ctrl+C. The keyboard's SIGINT has reached it too; another one need not have."""
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGINT)
        child.wait(stage.DEADLINE)


def run_each(topics: list[catalog.Topic]) -> int:
    """Run several topics, each in a process of its own: what one does to its signals is no other's business.

    Returns 0, or 1 if one of them failed.
    """
    failed = []
    for topic in topics:
        with subprocess.Popen([sys.executable, "-m", "reference", topic.name]) as child:
            try:
                status = child.wait()
            except KeyboardInterrupt:
                end(child)
                return 130
        if status:
            failed.append(topic.name)
        print(flush=True)
    if failed:
        stage.say(f"失败：{'、'.join(failed)}", f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
