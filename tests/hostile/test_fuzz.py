"""Random bytes as source, as output, as file names, as homework and as evidence: no exception but the one that is
meant, no hang, and valid JSON. Derandomised, so that a run tells the same as the one before.
"""

from __future__ import annotations

import functools
import io
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from grader import evidence as saved
from grader.errors import UserError
from grader.grading import Options, observe
from grader.homework import BUS, load
from grader.judging import report
from grader.matching import count, nearest
from grader.model import Event, Evidence, Grading, Submission
from grader.reports import json as results
from grader.reports.page import Page
from grader.reports.terminal import Terminal
from grader.source import calls
from grader.submissions import Candidate, find, read
from grader.text import quote

from .world import GOOD

HOMEWORK = load()
SCHEMA = json.loads(results.SCHEMA_FILE.read_bytes())
MESSAGES = [relay.message for relay in HOMEWORK.relays]
fuzz = settings(
    max_examples=60, deadline=20_000, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

_PIECES = [*MESSAGES, "\n", "\r", "\x1b[31m", "\x1b]0;", "\x07", "\x9d", "\x90", "\\xff", "\\x", "Traceback", "  File"]
_PIECES += ["\u202e", "\u0301" * 40, "\ufdfa", "\ud800", "\0", "SyntaxError: ", '"', "{}", "%s", "<script>", "=1+1"]
outputs = some.lists(some.one_of(some.sampled_from(_PIECES), some.text(max_size=30)), max_size=30).map("".join)
plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**70), 2**70) | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@functools.cache
def good() -> Evidence:
    """What a real run of the good submission left."""
    submission = Submission(name="good", path="good.py", source=GOOD.read_bytes(), sha256="0" * 64)
    return observe(submission, HOMEWORK, Options(patience=1.0))


def shown(evidence: Evidence) -> None:
    """Judge it and write every report there is in it; whatever that finds has to be valid and harmless."""
    verdict = report(evidence, HOMEWORK)
    grading = Grading(homework=HOMEWORK, grader="0", isolation="none", reports=(verdict,))
    document, screen = io.BytesIO(), io.StringIO()
    results.write(grading, "zh", document)
    jsonschema.validate(json.loads(document.getvalue()), SCHEMA)
    terminal = Terminal(Page(screen, "en"), 1, quiet=False)
    terminal.finished(verdict)
    terminal.close(grading)
    assert {char for char in screen.getvalue() if not char.isprintable()} <= {"\n"}


@fuzz
@given(some.binary(max_size=400))
@example(b"x = " + b"-" * 100_000 + b"1")
@example(b"(" * 100_000)
@example(b"1+" * 100_000 + b"1")
@example(b"# coding: rot13\nprint(1)")
@example(b"# coding: \xff\nprint(1)")
@example(b"signal.signal(\n" * 1000)
def test_any_bytes_are_a_source(source: bytes) -> None:
    for call in calls(source):
        assert call.line >= 1


@fuzz
@given(some.text(max_size=300), some.sampled_from(["import signal\n", "def f():\n ", "class A:\n ", "os.kill(", '"""']))
def test_any_text_is_a_source(text: str, before: str) -> None:
    for call in calls((before + text).encode("utf-8", "surrogatepass")):
        assert call.line >= 1


@fuzz
@given(outputs)
def test_any_text_can_be_searched_and_quoted(text: str) -> None:
    for relay in HOMEWORK.relays:
        assert count(relay, text) <= len(text)
        assert count(relay, f"{text}\n{relay.message}") >= 1
    nearest(MESSAGES[0], text)
    assert quote(text).isprintable()
    assert len(quote(text)) <= 80


@fuzz
@given(some.lists(outputs, min_size=1, max_size=4))
def test_any_output_is_judged_and_shown(texts: list[str]) -> None:
    events = list(good().events)
    places = [at for at, event in enumerate(events) if event.event == "output"]
    for text, at in zip(texts, places, strict=False):
        events[at] = replace(events[at], text=text)
    shown(replace(good(), events=tuple(events)))


@fuzz
@given(some.data())
def test_a_timeline_that_was_cut_or_shuffled_is_judged(data: some.DataObject) -> None:
    events = data.draw(some.lists(some.sampled_from(good().events), max_size=60))
    first = data.draw(some.integers(0, len(good().events)))
    for each in (tuple(events), good().events[:first], good().events[first:]):
        shown(replace(good(), events=each))


@fuzz
@given(some.binary(max_size=300))
def test_any_bytes_are_no_evidence(content: bytes) -> None:
    try:
        saved.load(content)
    except saved.EvidenceError as error:
        assert str(error)


@fuzz
@given(some.data())
def test_saved_evidence_with_another_value_somewhere(data: some.DataObject) -> None:
    whole = json.loads(saved.save(good()))
    target: Any = data.draw(some.sampled_from([whole, *whole["events"]]))
    target[data.draw(some.sampled_from(sorted(target)))] = data.draw(plain)
    try:
        changed = saved.load(json.dumps(whole).encode())
    except saved.EvidenceError as error:
        assert str(error)
        return
    assert all(isinstance(event, Event) for event in changed.events)


_NAME = some.binary(min_size=1, max_size=60).filter(lambda name: not {b"/"[0], 0} & set(name) and name.strip(b"."))


@fuzz
@given(some.lists(_NAME, max_size=6, unique=True))
def test_any_file_name_is_found(names: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            Path(folder, os.fsdecode(name + b".py")).write_bytes(b"print(1)")
        found = find([folder])
        candidates = [each for each in found if isinstance(each, Candidate)]
        visible = [name for name in names if not name.startswith(b".")]
        assert sorted(os.fsencode(each.path).rpartition(b"/")[2] for each in candidates) == sorted(
            name + b".py" for name in visible
        )
        assert all(isinstance(read(each), Submission) for each in candidates)


@fuzz
@given(some.binary(max_size=300), some.integers(0, 4000), some.integers(0, 60))
def test_any_bytes_are_a_homework_or_refused(content: bytes, at: int, length: int) -> None:
    bus = BUS.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for each in (content, bus[:at] + content + bus[at + length :], bus[:at] + bus[at + length :]):
            path = Path(folder, "homework.toml")
            path.write_bytes(each)
            try:
                assert load(path).relays
            except UserError as error:
                assert error.text.msgid
