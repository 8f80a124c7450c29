"""Every item of the course notes has its module, and every module its place in the catalogue."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import reference
from reference.catalog import TOPICS

# The rows of the table in the task, in its order, each with the topics that show it.
ROWS = {
    "process objects": ["processes.objects"],
    "own process class": ["processes.own_class"],
    "process pool": ["processes.pool"],
    "pipe": ["ipc.pipe"],
    "message queue": ["ipc.queue"],
    "shared memory": ["ipc.shared_memory"],
    "signals: what they are": ["signals.table", "signals.defaults"],
    "os.kill, kill -SIG PID": ["signals.kill"],
    "signal.alarm": ["signals.alarm"],
    "synchronous, asynchronous": ["signals.asynchronous"],
    "signal.pause": ["signals.pause"],
    "signal.signal": ["signals.handlers"],
    "SIGCHLD, SIG_IGN": ["signals.sigchld"],
    "semaphore": ["sync.semaphore"],
    "synchronisation, mutual exclusion": ["sync.critical_section", "sync.producer_consumer"],
    "Event": ["sync.event"],
    "Lock": ["sync.lock"],
    "threads": ["threads.objects"],
    "own thread class": ["threads.own_class"],
    "threads and processes": ["threads.costs", "threads.cores"],
    "homework 1: network programming": [
        "network.tcp",
        "network.udp",
        "network.fork_server",
        "network.thread_server",
        "network.selector_server",
    ],
    "homework 2: the bus": ["bus", "bus_fork", "bus_keyboard", "bus_ride"],
}
SUPPORT = {
    "__main__",
    "arguments",
    "catalog",
    "labels",
    "network.crowd",
    "network.wire",
    "proc",
    "stage",
    "words",
}


@pytest.mark.parametrize("row", ROWS)
def test_row_has_its_topics(row: str) -> None:
    listed = {topic.name for topic in TOPICS}
    for name in ROWS[row]:
        assert name in listed
        module = importlib.import_module(f"reference.{name}")
        assert callable(module.main)
        assert module.__doc__
        assert "Source: " in module.__doc__


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if not topic.interactive], ids=lambda topic: topic.name)
def test_topic_quotes_the_notes(topic: object) -> None:
    name = getattr(topic, "name", "")
    assert "Notes: " in (importlib.import_module(f"reference.{name}").__doc__ or "")


@pytest.mark.parametrize("name", [topic.name for topic in TOPICS])
def test_topic_is_explained_in_chinese_too(name: str) -> None:
    """A paragraph of its own, besides the quotations: ``--source`` shows it."""
    paragraphs = (importlib.import_module(f"reference.{name}").__doc__ or "").split("\n\n")
    assert any(len(re.findall("[\u4e00-\u9fff]", each)) > 15 and "Notes: " not in each for each in paragraphs)


def shown_by() -> list[list[str]]:
    """The topics named in the last column of the README's table of errata, row by row."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.split("### Errata of the course notes\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    assert all(len(row) == 3 for row in rows)
    return [re.findall("`([^`]+)`", row[2]) for row in rows]


@pytest.mark.parametrize("name", [topic.name for topic in TOPICS])
def test_errata_of_a_topic_are_in_the_readme(name: str) -> None:
    module = importlib.import_module(f"reference.{name}")
    rows = sum(name in row for row in shown_by())
    if "\nErrata: " in (module.__doc__ or ""):
        assert rows >= 1
    assert rows >= inspect.getsource(module).count(" erratum(")


def test_readme_names_topics_only() -> None:
    assert {name for row in shown_by() for name in row} <= {topic.name for topic in TOPICS}


def test_catalogue_and_modules_are_the_same() -> None:
    modules = {
        found.name.removeprefix("reference.")
        for found in pkgutil.walk_packages(reference.__path__, "reference.")
        if not found.ispkg
    }
    assert modules - SUPPORT == {topic.name for topic in TOPICS}


def test_neither_package_imports_the_other() -> None:
    for found in pkgutil.walk_packages(reference.__path__, "reference."):
        spec = found.module_finder.find_spec(found.name, None)
        assert spec is not None and spec.loader is not None
        source = spec.loader.get_source(found.name)  # type: ignore[attr-defined]
        assert "import grader" not in source
        assert "from grader" not in source
