"""The results as JSON: the contract of the schema, and nothing raw in it."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.homework import load
from grader.locale.translate import Language, render
from grader.model import CheckResult, CheckStatus, Event, Grading, Report, ReportStatus, Text
from grader.reports.json import LONGEST, SCHEMA_FILE, write
from grader.reports.target import Target, TargetError
from grader.text import T

HOMEWORK = load()
NASTY = "\x1b[31m\x9b2J\x00\u202e</script>\u2028\ud800老司机"


def check(status: CheckStatus, text: str = "x", blocked_by: str | None = None) -> CheckResult:
    return CheckResult(
        id="departure.relay",
        title=T("driver"),
        status=status,
        points=10 if status == "pass" else 0,
        max_points=10,
        expected=T("{reason}", reason=text),
        observed=T("{reason}", reason=text),
        hint=None if status == "pass" else T("{reason}", reason=text),
        blocked_by=blocked_by,
        diagnosis="slug",
        line=3,
    )


def report(
    *checks: CheckResult, error: Text | None = None, timeline: tuple[Event, ...] = (), name: str = "alice"
) -> Report:
    status: ReportStatus = "error" if error else "graded"
    return Report(
        submission=name,
        path=f"submissions/{name}.py",
        sha256="" if error else "0" * 64,
        status=status,
        score=sum(each.points for each in checks),
        max_score=100,
        seconds=0.25,
        error=error,
        checks=checks,
        timeline=timeline,
    )


def document(grading: Grading, language: Language) -> bytes:
    out = io.BytesIO()
    write(grading, language, out)
    return out.getvalue()


def put(path: Path, data: bytes) -> None:
    with Target(str(path)).open() as out:
        out.write(data)


def written(*reports: Report, language: str = "en") -> dict[str, Any]:
    """The document, read back, and held against the schema that ships."""
    grading = Grading(homework=HOMEWORK, grader="1.2.3", isolation="none", reports=reports)
    found: dict[str, Any] = json.loads(document(grading, "zh" if language == "zh" else "en"))
    schema = json.loads(SCHEMA_FILE.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


def test_the_contract_to_the_letter() -> None:
    event = Event(
        run="journey",
        launch=1,
        at=0.0312,
        event="pending",
        role="driver",
        signal="SIGUSR1",
        pid=7,
        data={"sender": "conductor"},
    )
    found = written(report(check("pass"), check("fail"), check("skip", blocked_by="processes"), timeline=(event,)))
    assert list(found) == ["schema", "homework", "grader", "isolation", "results"]
    assert found["schema"] == 1
    (result,) = found["results"]
    assert list(result) == [
        "submission", "path", "sha256", "status", "score", "max_score", "seconds", "error", "checks", "timeline",
    ]  # fmt: skip
    assert list(result["checks"][0]) == [
        "id", "title", "status", "points", "max_points", "expected", "observed", "hint", "blocked_by",
    ]  # fmt: skip
    assert [each["status"] for each in result["checks"]] == ["pass", "fail", "skip"]
    assert result["timeline"] == [
        {
            "run": "journey",
            "launch": 1,
            "at": 0.0312,
            "event": "pending",
            "role": "driver",
            "signal": "SIGUSR1",
            "pid": 7,
            "sender": "conductor",
        }
    ]


def test_sentences_come_in_the_language_asked_for() -> None:
    assert written(report(check("pass")))["results"][0]["checks"][0]["title"] == "driver"
    assert written(report(check("pass")), language="zh")["results"][0]["checks"][0]["title"] == "司机"


def test_what_could_not_be_graded_says_why() -> None:
    (result,) = written(report(error=T("is not a regular file")))["results"]
    assert (result["status"], result["error"], result["checks"]) == ("error", "is not a regular file", [])


def test_facts_of_any_shape_become_plain_json() -> None:
    facts = Event(
        run="held",
        launch=2,
        at=1.0,
        event="left",
        data={"processes": ({"pid": 3, "name": "x"},), "caught": ("SIGINT",), "none": None, "at": "shadowed"},
    )
    (event,) = written(report(check("pass"), timeline=(facts,)))["results"][0]["timeline"]
    assert event["processes"] == [{"pid": 3, "name": "x"}]
    assert event["caught"] == ["SIGINT"]
    assert event["none"] is None
    assert event["at"] == 1.0, "data cannot replace what every event has"


def test_nothing_a_student_wrote_is_raw() -> None:
    output = Event(run="journey", launch=1, at=0, event="output", text=NASTY, data={"frozen": None, "cut": False})
    reports = (report(check("fail", NASTY), timeline=(output,), name="\udcff\x1b"),)
    raw = document(Grading(homework=HOMEWORK, grader="1", isolation="none", reports=reports), "zh").decode()
    assert all(char.isprintable() or char == "\n" for char in raw)
    assert "老司机" in raw
    found = written(*reports)["results"][0]
    assert found["submission"] == "\\udcff\x1b"
    assert found["checks"][0]["observed"] == NASTY.replace("\ud800", "\\ud800")
    assert found["timeline"][0]["text"] == NASTY, "the escapes of JSON lose nothing"


def test_endless_text_is_cut_and_the_cut_is_said() -> None:
    output = Event(run="journey", launch=1, at=0, event="output", text="x" * (LONGEST + 5))
    (event,) = written(report(check("pass"), timeline=(output,)))["results"][0]["timeline"]
    assert len(event["text"]) == LONGEST
    assert event["text_cut"] == 5


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"isolation": "docker"},
        {"extra": 1},
        {"results": [{}]},
    ],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    found = written(report(check("pass"))) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, json.loads(SCHEMA_FILE.read_bytes()))


def test_any_number_of_results() -> None:
    """They are written one by one, without ever being one object in memory."""
    assert written()["results"] == []
    found = written(report(check("pass"), name="amy"), report(check("pass"), name="bob"), report(error=T("driver")))
    assert [result["submission"] for result in found["results"]] == ["amy", "bob", "alice"]


# ------------------------------------------------------------------------------------------------------ targets
def said(error: TargetError) -> str:
    return render(error.text, "en")


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("old")
    path.chmod(0o640)
    reader = path.open()
    put(path, b"new")
    with reader:
        assert reader.read() == "old", "whoever has the old file open still reads all of it"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    put(tmp_path / "results.json", b"{}")
    assert (tmp_path / "results.json").stat().st_mode == plain.stat().st_mode


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    put(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_checking_leaves_nothing_and_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    Target(str(path)).check()
    assert list(tmp_path.iterdir()) == []
    path.write_text("old")
    Target(str(path)).check()
    assert path.read_text() == "old"


def test_places_that_cannot_be_written_are_found_out_before_grading(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, words in (
        (str(tmp_path), "this is a folder"),
        (str(tmp_path / "none" / "r.json"), "there is no folder"),
        (str(tmp_path / "file" / "r.json"), "there is no folder"),
        ("/proc/results.json", "cannot be written"),
        (str(tmp_path / ("x" * 300)), "cannot be written"),
    ):
        with pytest.raises(TargetError) as caught:
            Target(name).check()
        assert words in said(caught.value), name


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.json"
    path.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TargetError, match="cannot be written"):
        put(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; print(open(sys.argv[1]).read())", str(pipe)], stdout=subprocess.PIPE
    ) as reader:
        Target(str(pipe)).check()
        put(pipe, b"{}")
        assert reader.communicate()[0] == b"{}\n"
    assert pipe.is_fifo()
