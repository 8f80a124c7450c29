"""`grade --doctor`: it tries things out, says how to get what is missing, and leaves nothing behind."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from grader import cgroup, doctor
from grader.doctor import Finding, examine, show
from grader.errors import reason
from grader.kernel import freezing
from grader.probes import sandbox, system, tracing
from grader.reports.page import Page
from grader.text import T


def page() -> tuple[Page, io.StringIO]:
    stream = io.StringIO()
    return Page(stream, "en"), stream


def children() -> list[str]:
    """Processes of this one that are there, zombies too."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.mark.parametrize("probe", [*system.PROBES, *tracing.PROBES, *sandbox.PROBES])
def test_each_probe_answers_and_leaves_nothing(probe: doctor.Probe) -> None:
    before, descriptors = children(), len(list(Path("/proc/self/fd").iterdir()))
    finding = probe()
    assert isinstance(finding, Finding)
    assert children() == before
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_it_ends_with_a_verdict() -> None:
    screen, stream = page()
    able = examine(screen)
    said = stream.getvalue()
    assert ("Grading works here." in said) == able
    for name in ("Kernel", "ptrace", "pidfd", "/proc", "bubblewrap", "cgroups", "UTF-8", "Terminal"):
        assert name in said


def test_what_is_needed_and_missing_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_self: freezing.Freeze) -> None:
        raise freezing.Denied(PermissionError(1, "Operation not permitted"))

    monkeypatch.setattr(freezing.Freeze, "_seize", denied)
    screen, stream = page()
    assert not examine(screen)
    assert "ptrace: denied (EPERM" in stream.getvalue()
    assert "--cap-add=SYS_PTRACE" in stream.getvalue()
    assert "Full verdicts are not possible here" in stream.getvalue()


def test_what_is_merely_good_to_have_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = sandbox.bubblewrap()
    assert not finding.ok
    assert not finding.needed
    screen, stream = page()
    show(screen, finding)
    assert "sudo apt install bubblewrap util-linux" in stream.getvalue()


@pytest.mark.parametrize("trouble", ["bwrap: not installed", None], ids=["missing", "interpreter"])
@pytest.mark.parametrize("user", [0, 1000], ids=["root", "user"])
def test_without_bubblewrap_it_says_what_does_not_hold(
    trouble: str | None, user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def works(_walls: object) -> str:
        if trouble is None:
            raise FileNotFoundError(2, "No such file or directory")
        return trouble

    monkeypatch.setattr(sandbox, "works", works)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    screen, stream = page()
    show(screen, sandbox.bubblewrap())
    said = " ".join(stream.getvalue().replace("│", " ").replace("|", " ").split())
    for word in ("signal your processes", "read your files", "outside its folder", "terminals", "network", "disk"):
        assert word in said
    assert "shared memory" in said
    assert ("--isolation none spelt out" in said) == (user == 0)


def test_a_bubblewrap_that_may_not_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/sbin:/usr/bin:/sbin:/bin")
    finding = sandbox.bubblewrap()
    assert finding.detail.values["reason"] == "bwrap: No permissions to create new namespace"
    assert finding.remedy is not None


def test_without_cgroups_the_grader_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "available", lambda: None)
    finding = sandbox.cgroups()
    assert not finding.ok
    assert not finding.needed
    assert finding.remedy is not None


def test_refusals_of_the_system_are_said_in_the_users_language() -> None:
    assert reason(FileNotFoundError(2, "No such file or directory")) == T("there is no such file or folder")
    assert reason(OSError(5, "Input/output error")) == T("{reason}", reason="Input/output error")
