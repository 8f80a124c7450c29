"""Evidence as a JSON file: saved once, judged again as often as one likes.

    {"schema": 1, "submission": "alice", ..., "events": [{"run": "journey", "launch": 1, "at": 0.031, ...}, ...]}

Reading is strict: an unknown key, a wrong type or another schema is an error that names the place. A `Text` is kept as
msgid and values, so a file saved under one language is judged and shown in any other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader.model import Event, Evidence, Fact, Isolation, Role, RunName, SourceCall, Text
from grader.text import plain

SCHEMA = 1


class EvidenceError(ValueError):
    """The file is not saved evidence of this schema; the message says where and why."""


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    msgid: str
    values: dict[str, str | int | float | _Text] = {}


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    run: RunName
    launch: int
    at: float
    event: str
    role: Role | None = None
    relay: str | None = None
    signal: str | None = None
    pid: int | None = None
    text: str | None = None
    data: dict[str, Any] = {}


class _Call(msgspec.Struct, forbid_unknown_fields=True):
    line: int
    call: str
    words: tuple[str, ...]
    where: str


class _Evidence(msgspec.Struct, forbid_unknown_fields=True):
    submission: str
    path: str
    sha256: str
    isolation: Isolation
    python: str
    patience: float
    seconds: float
    events: tuple[_Event, ...]
    schema: int
    calls: tuple[_Call, ...] = ()
    problem: _Text | None = None


_decoder = msgspec.json.Decoder(_Evidence)


def save(evidence: Evidence) -> bytes:
    """The evidence as JSON (UTF-8). Names of files that are no UTF-8 are shown with backslashes."""
    found = msgspec.to_builtins(evidence)
    for key in ("submission", "path", "python"):
        found[key] = plain(found[key])
    if evidence.problem:
        found["problem"] = msgspec.to_builtins(_plain(evidence.problem))
    return msgspec.json.encode(found)


def load(saved: bytes) -> Evidence:
    """What `save` wrote; EvidenceError where the bytes are anything else."""
    try:
        found = _decoder.decode(saved)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise EvidenceError(f"not saved evidence: {error}") from error
    if found.schema != SCHEMA:
        raise EvidenceError(f"saved evidence has schema {found.schema}; this grader reads schema {SCHEMA}")
    return Evidence(
        submission=found.submission,
        path=found.path,
        sha256=found.sha256,
        isolation=found.isolation,
        python=found.python,
        patience=found.patience,
        seconds=found.seconds,
        events=tuple(_event(event) for event in found.events),
        calls=tuple(
            SourceCall(line=call.line, call=call.call, words=call.words, where=call.where) for call in found.calls
        ),
        problem=_text(found.problem) if found.problem else None,
        schema=found.schema,
    )


def _event(event: _Event) -> Event:
    return Event(
        run=event.run,
        launch=event.launch,
        at=event.at,
        event=event.event,
        role=event.role,
        relay=event.relay,
        signal=event.signal,
        pid=event.pid,
        text=event.text,
        data={key: _fact(value) for key, value in event.data.items()},
    )


def _fact(value: Any) -> Fact:
    """JSON has lists where the timeline has tuples."""
    if isinstance(value, list):
        return tuple(_fact(each) for each in value)
    if isinstance(value, dict):
        return {key: _fact(each) for key, each in value.items()}
    return value  # type: ignore[no-any-return]


def _plain(text: Text) -> Text:
    """It may name files too."""
    values = {
        key: _plain(value) if isinstance(value, Text) else plain(value) if isinstance(value, str) else value
        for key, value in text.values.items()
    }
    return Text(text.msgid, values)


def _text(text: _Text) -> Text:
    return Text(
        text.msgid, {key: _text(value) if isinstance(value, _Text) else value for key, value in text.values.items()}
    )
