"""The rubric: a homework file (TOML) read into `model.Homework`, checked to the last key.

`homeworks/bus.toml` is the one that ships, and says what each key means. Nothing here has a default for what the
homework asks; points live in the file alone.
"""

from __future__ import annotations

import re
import signal
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from grader.errors import UserError, reason
from grader.fields import FieldError, Table, meant, shown
from grader.matching import normalised
from grader.model import Homework, Limits, Relay, Role, Text
from grader.text import T, listed

LONGEST_PATIENCE = 3600
"""Seconds; more is a slip of the pen."""

BUS = Path(__file__).parent / "homeworks" / "bus.toml"

_ROLES: tuple[Role, ...] = ("driver", "conductor")
_KEYS = {"interrupt": "SIGINT", "quit": "SIGQUIT", "suspend": "SIGTSTP"}  # termios(3): VINTR, VQUIT, VSUSP
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_RESERVED = ("processes", "exit", "keyboard", "clean")  # relay ids that would read like other checks
_LANGUAGES = ("zh", "en")
_WORDS = T("the words to print, with letters or digits in them")
_SIGNAL = T("the name of a signal, for instance SIGUSR1")
_LARGEST = 1 << 20  # bytes of a homework file
_TOP = ("name", "patience", "title", "relays", "exit", "points", "limits")
_RELAY = ("id", "stimulus", "catcher", "relayed", "printer", "message", "accepted", "key")


class HomeworkError(UserError):
    """The homework file cannot be used; `text` names the file, the key and what was expected there."""


def load(path: str | Path = BUS) -> Homework:
    """The homework in that file; HomeworkError where it cannot be read or is not a homework."""
    try:
        return _homework(Table(_toml(Path(path))))
    except FieldError as error:
        raise HomeworkError(T("{file}: {problem}", file=str(path), problem=error.text)) from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        if path.exists() and not path.is_file():
            raise FieldError(T("this is not a file; expected a homework file in TOML"))
        with path.open("rb") as source:
            data = source.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise FieldError(T("there is no such file")) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise FieldError(T("cannot be read: {reason}", reason=reason(error))) from error
    if len(data) > _LARGEST:
        raise FieldError(T("the file is too large for a homework file"))
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FieldError(T("line {line} is not UTF-8; save the file as UTF-8", line=line)) from error
    except tomllib.TOMLDecodeError as error:
        raise FieldError(_syntax(str(error), data)) from error
    except RecursionError as error:
        raise FieldError(T("the values are nested too deeply")) from error


def _syntax(message: str, data: bytes) -> Text:
    """tomllib says where in its message only: "... (at line 3, column 5)" or "... (at end of document)"."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    line = int(place[1]) if place else data.rstrip().count(b"\n") + 1
    detail = re.sub(r" \(at [^()]*\)$", "", message)
    return T("line {line} is not valid TOML: {detail}", line=line, detail=detail)


def _homework(file: Table) -> Homework:
    file.only(_TOP)
    name = file.text("name", T("a short name, for instance bus"))
    if not _NAME.fullmatch(name):
        raise file.wrong("name", T("small letters, digits, - and _, beginning with a letter"))
    relays = _relays(file)
    leaving = file.table("exit", T("a table [exit] with the keys after and first"))
    leaving.only(("after", "first"))
    homework = Homework(
        name=name,
        title=_title(file),
        relays=relays,
        final=_final(leaving, relays),
        first_out=_first_out(leaving, relays[-1]),
        points={},
        patience=_patience(file),
        limits=_limits(file),
    )
    return replace(homework, points=_points(file, homework.check_ids()))


def _title(file: Table) -> dict[str, str]:
    title = file.table("title", T("a table [title] with a line for each language: {languages}", languages="zh, en"))
    title.only(_LANGUAGES)
    found = {language: title.text(language, T("a line of text")) for language in _LANGUAGES if language in title.values}
    if not found:
        raise title.wrong("zh", T("a line of text"))
    return found


def _relays(file: Table) -> tuple[Relay, ...]:
    tables = file.tables("relays", T("at least one table [[relays]]"))
    relays: list[Relay] = []
    for table in tables:
        relay = _relay(table)
        for before, other in zip(tables, relays, strict=False):
            _distinct(table, relay, before, other)
        relays.append(relay)
    return tuple(relays)


def _relay(table: Table) -> Relay:
    table.only(_RELAY)
    relay_id = table.text("id", T("a short name, for instance departure"))
    if not _NAME.fullmatch(relay_id) or relay_id in _RESERVED:
        raise table.wrong(
            "id",
            T("small letters, digits, - and _, beginning with a letter; and none of {words}", words=listed(_RESERVED)),
        )
    catcher, printer = _role(table, "catcher"), _role(table, "printer")
    if catcher == printer:
        raise table.wrong("printer", T("the other process, not the catcher itself"))
    stimulus = _signal(table, "stimulus")
    messages = (
        table.text("message", _WORDS),
        *table.texts("accepted", T('a list of wordings, for instance ["one", "two"]')),
    )
    for place, message in enumerate(messages):
        if not normalised(message):
            raise table.wrong("accepted" if place else "message", _WORDS)
    return Relay(
        id=relay_id,
        stimulus=stimulus,
        catcher=catcher,
        relayed=_signal(table, "relayed"),
        printer=printer,
        message=messages[0],
        accepted=messages[1:],
        key=_key(table, stimulus),
    )


def _distinct(table: Table, relay: Relay, before: Table, other: Relay) -> None:
    """Two relays need different ids, keys and messages: no message may turn up inside the other."""
    if relay.id == other.id:
        raise table.wrong("id", T("an id of its own; {key} has this one too", key=before.key("id")))
    if relay.key and relay.key == other.key:
        raise table.wrong("key", T("a key of its own; {key} has this one too", key=before.key("key")))
    for mine in (relay.message, *relay.accepted):
        for theirs in (other.message, *other.accepted):
            if normalised(mine) in normalised(theirs) or normalised(theirs) in normalised(mine):
                raise table.wrong(
                    "message" if mine == relay.message else "accepted",
                    T("words that can be told from {other} of {key}", other=shown(theirs), key=before.key("message")),
                )


def _role(table: Table, name: str) -> Role:
    return "driver" if table.choice(name, _ROLES) == "driver" else "conductor"


def _signal(table: Table, name: str) -> str:
    """A signal that can be caught, by the name the kernel module gives it (SIGCLD is SIGCHLD)."""
    value = table.text(name, _SIGNAL)
    if value in ("SIGKILL", "SIGSTOP"):
        raise table.wrong(name, T("a signal that can be caught"))
    if value not in signal.Signals.__members__:
        named = [each.name for each in signal.Signals]
        raise FieldError(
            T(
                "{key}: {word} is no signal of signal(7); {advice}",
                key=table.key(name),
                word=shown(value),
                advice=meant(value.upper(), named),
            )
        )
    return signal.Signals[value].name


def _key(table: Table, stimulus: str) -> str | None:
    if "key" not in table.values:
        return None
    key = table.choice("key", _KEYS)
    if _KEYS[key] != stimulus:
        raise table.wrong("key", T("the key that makes {signal}, or no key at all", signal=stimulus))
    return key


def _final(leaving: Table, relays: tuple[Relay, ...]) -> str:
    final = leaving.choice("after", [relay.id for relay in relays])
    if final != relays[-1].id:
        raise leaving.wrong("after", T("the last relay, {id}: after it nothing is left to play with", id=relays[-1].id))
    return final


def _first_out(leaving: Table, last: Relay) -> Role:
    """The held run of the last relay freezes its printer: only then can be seen whether the other one waits for it."""
    first = _role(leaving, "first")
    if first != last.printer:
        raise leaving.wrong("first", T("the printer of the last relay, {role}", role=last.printer))
    return first


def _patience(file: Table) -> float:
    expected = T("seconds: a number above 0 and at most {most}", most=LONGEST_PATIENCE)
    patience = file.positive("patience", expected)
    if patience > LONGEST_PATIENCE:
        raise file.wrong("patience", expected)
    return float(patience)


def _points(file: Table, checks: tuple[str, ...]) -> dict[str, int]:
    """Points by check id. `departure.message = 10` is a table within a table to TOML, `"departure.message"` is not."""
    table = file.table("points", T("a table [points] with the points of every check"))
    flat = Table(_flat(table.values), table.path)
    for name in flat.values:
        if name not in checks:
            raise FieldError(
                T("{key}: there is no check of that id; {advice}", key=flat.key(name), advice=meant(name, checks))
            )
    return {check: flat.count(check) for check in checks}


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def _limits(file: Table) -> Limits:
    """Limits left out have the default of `model.Limits`; "none" lifts one."""
    if "limits" not in file.values:
        return Limits()
    table = file.table("limits", T("a table [limits]"))
    table.only(field.name for field in fields(Limits))
    found: dict[str, Any] = {}
    for name, value in table.values.items():
        if value == "none":
            found[name] = None
        elif name.endswith("_seconds"):
            found[name] = table.positive(name, T("a number of seconds above 0, or none"))
        else:
            found[name] = table.whole(name, T("a whole number above 0, or none"))
    return Limits(**found)
