"""``python -m reference``: list the topics, run some, run all, or show their source."""

from __future__ import annotations

import importlib
import importlib.util
import signal
import subprocess
import sys
from pathlib import Path

from reference import arguments, catalog, stage, words


def main(argv: list[str] | None = None) -> int:
    """The command. Returns the exit status: 0, 1 if a topic failed, 2 for wrong usage."""
    stage.prepare()
    options = arguments.parse(argv)
    by_name = {topic.name: topic for topic in catalog.TOPICS}
    topics = [by_name[name] for name in options.topics]
    if options.all:
        topics = [topic for topic in catalog.TOPICS if not topic.interactive]
    if not topics:
        list_topics()
    elif options.source:
        for topic in topics:
            words.show(source(topic).rstrip())
    elif len(topics) == 1:
        run_here(topics[0])
    else:
        return run_each(topics)
    return 0


def list_topics() -> None:
    """Print one line for each topic: its name, what it shows, and the notes' section."""
    section = ""
    for topic in catalog.TOPICS:
        if topic.notes != section:
            section = topic.notes
            words.show(f"\n{section}")
        words.show(f"  {words.pad(topic.name, 28)}{words.either(topic.zh, topic.en)}")
    words.show("")
    words.say(
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
    title = f"── {topic.name} ── {words.either(topic.zh, topic.en)}〔{topic.notes}〕"

    def titled() -> None:
        words.show(title)  # printed when run() has everything in place: from here on Ctrl+C cleans up
        module.main()

    stage.run(titled)


def end(child: subprocess.Popen[bytes]) -> None:
    """Let a topic clean up after Ctrl+C. The keyboard's SIGINT has reached it too; another one need not have."""
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGINT)
        child.wait(stage.DEADLINE)


def outcome(child: subprocess.Popen[bytes]) -> int:
    """Wait for a topic. Returns its exit status; raises KeyboardInterrupt on Ctrl+C, which is let through meanwhile."""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return child.wait()
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def run_each(topics: list[catalog.Topic]) -> int:
    """Run several topics, each in a process of its own: what one does to its signals is no other's business.

    Returns 0, 1 if one of them failed, or 130 after Ctrl+C.
    """
    failed = []
    # Held from here on, so that each interpreter starts in peace; there stage.run lifts it, here only the waiting does.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    for topic in topics:
        with subprocess.Popen([sys.executable, "-m", "reference", topic.name]) as child:
            try:
                status = outcome(child)
            except KeyboardInterrupt:
                end(child)
                return 130
        if status:
            failed.append(topic.name)
        words.show("")
    if failed:
        words.say(f"失败：{'、'.join(failed)}", f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
