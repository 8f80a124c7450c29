"""Whole submissions, end to end: launched, observed and judged, each as its label says.

Every labelled program is graded by the interpreter of the tests, behind walls where they work here; some of them also
without walls, and with each other Python found. All are observed once for the whole session, several at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader import checks, evidence, homework
from grader.model import Isolation

from .interpreters import MINORS, interpreter
from .launching import no_walls
from .observing import Task

HERE = Path(__file__).parent
LABELS: Mapping[str, Mapping[str, Any]] = json.loads((HERE / "programs" / "labels.json").read_bytes())
WITHOUT_WALLS = sorted(LABELS)[::9]
SEVERAL = 20
"""At once: most of the time goes by in waiting for what does not come."""

VARIED = [
    "correct/fork_pause.py",
    "correct/spawn_guard.py",
    "correct/forkserver_parent_process.py",
    "correct/sigwait_both.py",
    "correct/asyncio_both.py",
    "correct/waitpid_wnohang_poll.py",
    "mutants/driver_leaves_first.py",
    "mutants/conductor_no_quit_handler.py",
    "mutants/conductor_prints_seatbelt_itself.py",
    "mutants/syntax_error.py",
    "mutants/relay_by_queue.py",
]
"""What may differ from Python to Python: start methods, how a wait is made, how an error reads."""

EITHER = {"child_returns_at_once", "stdout_block_buffered", "takes_memory_without_end"}
"""Programs for which two names are true: a busy machine decides which of them is seen. The marks never differ."""

pytestmark = pytest.mark.timeout(900)  # the first test waits for all that the session observes

Graded = Mapping[str, Any]
Way = tuple[str, str, Isolation]  # the program, the interpreter, the walls


def ways(item: pytest.Item) -> list[Way]:
    """What the test is about."""
    params: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    if "program" not in params:
        return []
    walls: Isolation = "none" if no_walls() else "bwrap"
    if "minor" in params:
        python = interpreter(params["minor"])
        return [(params["program"], python, walls)] if python else []
    return [(params["program"], sys.executable, params.get("isolation", walls))]


@pytest.fixture(scope="session")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Way], Graded]:
    """The result of each way that a selected test asks for."""
    wanted = [way for item in request.session.items if item.path == Path(__file__) for way in ways(item)]
    wanted = list(dict.fromkeys(wanted))
    tasks = [Task(file=str(HERE / "programs" / name), python=python, isolation=walls) for name, python, walls in wanted]
    out = tmp_path_factory.mktemp("graded")
    subprocess.run(
        [sys.executable, "-m", f"{__package__}.observing", str(out), str(SEVERAL)],
        cwd=HERE.parent,
        input=json.dumps(tasks).encode(),
        check=True,
    )
    found = {way: json.loads((out / f"{number}.json").read_bytes()) for number, way in enumerate(wanted)}
    return found.__getitem__


@pytest.fixture
def result(request: pytest.FixtureRequest, graded: Callable[[Way], Graded]) -> Graded:
    """What became of the program of this test."""
    return graded(ways(request.node)[0])


def assert_as_labelled(program: str, result: Graded, *, keys: bool = True) -> None:
    """Every check whose verdict the label gives has that verdict; no check worth points is left open by it."""
    label = LABELS[program]
    judged = {check["id"]: check for check in result["checks"]}
    pointed = {name for name, check in judged.items() if check["max_points"]}
    expected = dict.fromkeys(pointed, "pass") if label["expect"] == "full" else dict(label["expect"])
    either = set(label.get("not_pass", ()))
    assert pointed <= expected.keys() | either | set(label.get("doubtful", ())), "the label is incomplete"
    if keys:
        expected |= label.get("keyboard", {})
    got = {name: judged[name]["status"] for name in expected}
    assert got == expected, _reasons(judged, got, expected)
    assert [name for name in either if judged[name]["status"] == "pass"] == []
    if "score" in label:
        assert sum(check["points"] for check in judged.values()) == label["score"]
    assert not result["left"]


def _reasons(judged: Mapping[str, Any], got: Mapping[str, str], expected: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {judged[name]['observed']}" for name in got if got[name] != expected[name])


@pytest.mark.parametrize("program", LABELS)
def test_verdict(program: str, result: Graded) -> None:
    assert_as_labelled(program, result)


EXPLAINED = [name for name, label in LABELS.items() if "diagnosis" in label and Path(name).stem not in EITHER]


@pytest.mark.parametrize("program", EXPLAINED)
def test_diagnosis(program: str, result: Graded) -> None:
    said = {check["diagnosis"] for check in result["checks"]}
    assert LABELS[program]["diagnosis"] in said


@pytest.mark.parametrize("program", LABELS)
def test_saved_evidence_gives_the_same_results(program: str, result: Graded) -> None:
    loaded = evidence.load(result["evidence"].encode())
    assert loaded.submission == Path(program).stem
    judged = msgspec.to_builtins(checks.judge(loaded, homework.load()))
    assert json.loads(json.dumps(judged)) == result["checks"]
    assert json.loads(evidence.save(loaded)) == json.loads(result["evidence"])


@pytest.mark.parametrize("isolation", ["none"])
@pytest.mark.parametrize("program", WITHOUT_WALLS)
def test_verdict_without_walls(program: str, isolation: Isolation, result: Graded) -> None:
    assert json.loads(result["evidence"])["isolation"] == isolation
    assert_as_labelled(program, result)


@pytest.mark.parametrize("minor", MINORS, ids=lambda minor: f"3.{minor}")
@pytest.mark.parametrize("program", [name for name in VARIED if name in LABELS])
def test_verdict_with_each_python(program: str, minor: int, request: pytest.FixtureRequest) -> None:
    python = interpreter(minor)
    if python is None:
        pytest.skip(f"there is no Python 3.{minor} here")
    result: Graded = request.getfixturevalue("result")
    assert json.loads(result["evidence"])["python"] == python
    assert_as_labelled(program, result, keys=False)
