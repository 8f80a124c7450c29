"""Evidence in a file: the same when it is read again, and an error when it is anything else."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import judge
from grader.evidence import EvidenceError, load, save
from grader.judging import report
from grader.model import Event, SourceCall
from grader.text import T, role_name
from tests.evidence import BUS, Ride, alive, event

CALLS = (SourceCall(line=3, call="os.kill", words=("pid", "SIGUSR1"), where="go"),)


def test_what_was_saved_is_what_is_read() -> None:
    left = event("left", processes=({"pid": 7, "name": "python3", "state": "Z"},))
    ride = Ride(calls=CALLS, problem=T("no {what} for the {role}", what="pty", role=role_name("driver")))
    evidence = ride.journey("arrival", *alive(), left).evidence()
    assert load(save(evidence)) == evidence


def test_replaying_gives_the_same_verdict() -> None:
    evidence = Ride(calls=CALLS).both("departure", *alive()).evidence()
    assert judge(load(save(evidence)), BUS) == judge(evidence, BUS)
    assert report(load(save(evidence)), BUS) == report(evidence, BUS)


def test_the_kinds_of_numbers_survive() -> None:
    evidence = dataclasses.replace(Ride().evidence(), events=(event("quiet", seconds=1.0, count=1, yes=True, no=None),))
    data = load(save(evidence)).events[0].data
    assert [type(value) for value in data.values()] == [float, int, bool, type(None)]


def test_a_path_that_is_no_utf_8_is_shown() -> None:
    evidence = dataclasses.replace(Ride().evidence(), path="\udce5.py")
    assert load(save(evidence)).path == "\\udce5.py"
    problem = T("{first}; {second}", first=T("{text}", text="\udce5.py"), second="\udce6.py")
    saved = load(save(dataclasses.replace(evidence, problem=problem)))
    assert saved.problem == T("{first}; {second}", first=T("{text}", text="\\udce5.py"), second="\\udce6.py")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": 2}, "schema 2"),
        ({"schema": None}, "$.schema"),
        ({"extra": 1}, "extra"),
        ({"events": [{"run": "race"}]}, "$.events[0].run"),
        ({"patience": "long"}, "$.patience"),
        ({"calls": [{"line": 1}]}, "$.calls[0]"),
    ],
)
def test_anything_else_is_an_error_that_names_the_place(change: dict[str, object], said: str) -> None:
    saved = json.loads(save(Ride().evidence())) | change
    with pytest.raises(EvidenceError, match=said.replace("$", r"\$").replace("[", r"\[")):
        load(json.dumps(saved).encode())


@pytest.mark.parametrize("saved", [b"", b"[]", b"\xff", b"{" * 5000, b'{"schema": 1}'])
def test_what_is_no_evidence_is_an_error(saved: bytes) -> None:
    with pytest.raises(EvidenceError):
        load(saved)


FACTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.text(), FACTS, max_size=4), st.text())
def test_any_fact_survives(data: dict[str, object], text: str) -> None:
    said = Event(run="held", launch=2, at=0.5, event="output", text=text, data=data)  # type: ignore[arg-type]
    evidence = dataclasses.replace(Ride().evidence(), events=(said,))
    assert load(save(evidence)) == evidence
