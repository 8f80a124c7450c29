"""What a submission leaves in the grader's own process: no descriptor, no child, no signal handler, no folder."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
from pathlib import Path

import pytest

from grader.grading import Options, observe
from grader.homework import load
from grader.model import Submission

from .world import HOSTILE

HARMLESS = ("closes_terminal", "crashes", "links_out", "raw_terminal", "removes_folder", "sparse_file", "stops_driver")


def _traces() -> dict[str, object]:
    return {
        "descriptors": sorted(os.listdir("/proc/self/fd")),  # noqa: PTH208 - names, not paths
        "children": Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii"),
        "handlers": {each: signal.getsignal(each) for each in signal.valid_signals()},
        "blocked": signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        "folders": sorted(path.name for path in Path(tempfile.gettempdir()).iterdir()),
        "here": Path.cwd(),
        "environment": dict(os.environ),
    }


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_left_in_the_grader(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source = (HOSTILE / f"{name}.py").read_bytes()
    sha256 = hashlib.sha256(source).hexdigest()
    before = _traces()
    evidence = observe(
        Submission(name=name, path=f"{name}.py", source=source, sha256=sha256), load(), Options(patience=0.5)
    )
    assert evidence.events
    assert _traces() == before
