"""A small world around one call of `grade`: submissions, secrets and canaries, and what became of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import grader

from .identity import Identity, remove

HOSTILE = Path(__file__).parents[1] / "programs" / "hostile"
GOOD = Path(__file__).parents[1] / "programs" / "correct" / "fork_pause.py"
FIRST, LAST = "aa_good", "zz_good"
"""The good submission is graded before all others and after them."""

SECRET = "GRADE_CANARY"
PATIENCE = "2"
LIMITS = {
    "cpu_seconds": 4,
    "wall_seconds": 40,
    "memory_bytes": 256 << 20,
    "processes": 32,
    "output_bytes": 1 << 20,
    "file_bytes": 1 << 20,
    "disk_bytes": 4 << 20,
    "open_files": 64,
}
"""Small ones, so that a bomb has little to do before it meets them."""

Isolation = Literal["bwrap", "none"]
Fill = Callable[[Path], object]
_WARDEN = Path(__file__).with_name("warden.py")
_GRADE = "import sys; from grader.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call told: the warden's report, the results as JSON, the secret that was to be kept, and the results in
    other forms by the name of their option (of a folder all its files, one after the other).
    """

    told: Mapping[str, Any]
    raw: bytes
    secret: str
    files: Mapping[str, bytes]

    @property
    def results(self) -> dict[str, Mapping[str, Any]]:
        """The results by the name of the submission."""
        return {each["submission"]: each for each in json.loads(self.raw)["results"]}

    def statuses(self, name: str) -> dict[str, str]:
        """The status of each check of a submission."""
        return {check["id"]: check["status"] for check in self.results[name]["checks"]}

    def undecided(self, name: str) -> bool:
        """Whether the grader says of a submission, or of a good one beside it, that points are not decided yet."""
        return any(
            check["max_points"] and check["status"] == "inconclusive"
            for each in (FIRST, name, LAST)
            for check in self.results[each]["checks"]
        )

    def printed(self, name: str) -> str:
        """All that a submission has written."""
        return "".join(event["text"] for event in self.events(name, "output"))

    def events(self, name: str, event: str) -> list[Mapping[str, Any]]:
        """The events of one kind in the timeline of a submission."""
        return [each for each in self.results[name]["timeline"] if each["event"] == event]

    def account(self, name: str) -> str:
        """Why a submission got what it got, for the message of a failed assertion."""
        checks = [(each["id"], each["status"], each["observed"]) for each in self.results[name]["checks"]]
        told = ("roles", "limit", "failed", "denied", "waited", "ended")
        events = [
            {key: value for key, value in each.items() if key not in ("candidates", "core") and value is not None}
            for each in self.results[name]["timeline"]
            if each["event"] in told
        ]
        lines = [name, *(f"  {check}" for check in checks if check[1] != "pass"), *(f"  {event}" for event in events)]
        return "\n".join(lines)

    def assert_unharmed(self) -> None:
        """Everything and everybody besides the submissions is as it was, and the good ones have their marks."""
        self.assert_harmless()
        for good in (FIRST, LAST):
            assert self.results[good]["score"] == self.results[good]["max_score"], self.account(good)

    def assert_harmless(self) -> None:
        """Everything and everybody besides the submissions is as it was."""
        told = self.told
        assert told["status"] in (0, 1, 3), told["stderr"]
        assert "Traceback" not in told["stderr"]
        assert "grader itself failed" not in told["stdout"]
        assert told["canary lives"]
        assert told["canary files unchanged"]
        assert told["port answers"]
        assert not told["visitors"]
        assert told["processes left"] == []
        assert told["files left"] == []
        assert self.secret.encode() not in self.raw
        assert self.secret not in told["stdout"]
        unprintable = {char for char in told["stdout"] + told["stderr"] if not char.isprintable()}
        assert unprintable <= {"\n"}


def limited(limits: Mapping[str, int]) -> str:
    """The homework of the bus, with other limits."""
    bus = (Path(grader.__file__).parent / "homeworks" / "bus.toml").read_text(encoding="utf-8")
    head = re.split(r"(?m)^\[limits\]$", bus)[0]
    return head + "[limits]\n" + "".join(f"{name} = {value}\n" for name, value in limits.items())


def programs(names: Iterable[str]) -> Fill:
    """Fills a folder with hostile programs."""

    def fill(folder: Path) -> None:
        for name in names:
            shutil.copy(HOSTILE / name, folder / name)

    return fill


def _among_good(fill: Fill) -> Fill:
    def both(folder: Path) -> None:
        fill(folder)
        for good in (FIRST, LAST):
            shutil.copy(GOOD, folder / f"{good}.py")

    return both


def call(
    identity: Identity, isolation: Isolation, fill: Fill, outputs: Sequence[str] = (), *, alone: bool = False
) -> Outcome:
    """Grade a folder, filled by `fill`, among canaries, with the good submission before and after; `outputs` beside
    JSON. `alone`: without the good submission, so that a single program gets its report in full.
    """
    root = Path(tempfile.mkdtemp(prefix="world-", dir=identity.folder))
    try:
        return _call(root, identity, isolation, fill if alone else _among_good(fill), outputs)
    finally:
        remove(root)


def _call(root: Path, identity: Identity, isolation: Isolation, fill: Fill, outputs: Sequence[str]) -> Outcome:
    secret = os.urandom(16).hex()
    canaries, temporary, home = root / "canaries", root / "tmp", root / "home"
    submissions = canaries / "submissions"
    for folder in (submissions, temporary, home):
        folder.mkdir(parents=True)
    (canaries / "grade-canary.txt").write_text(f"{SECRET}={secret}\n")
    fill(submissions)
    (root / "small.toml").write_text(limited(LIMITS), encoding="utf-8")
    command = [identity.python, "-c", _GRADE, "--lang", "en", "--isolation", isolation]
    command += ["--patience", PATIENCE, "--jobs", "5"]
    command += ["--homework", str(root / "small.toml"), str(submissions)]
    for name in ("json", *outputs):
        command += [f"--{name}", str(root / f"results.{name}")]
    config = {
        "command": command,
        "cwd": str(root),
        "env": _environment(identity, temporary, home) | {SECRET: secret},
        "canaries": str(canaries),
        "temporary": str(temporary),
        "timeout": 150,
    }
    (root / "config.json").write_text(json.dumps(config))
    _give(root, identity.uid)
    report = root / "report.json"
    warden = [*identity.prefix, identity.python, str(_warden(identity)), str(root / "config.json"), str(report)]
    done = subprocess.run(warden, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, timeout=200, check=False)
    assert report.exists(), f"the warden did not survive: {done.returncode} {done.stderr!r}"
    told = json.loads(report.read_bytes())
    assert (root / "results.json").exists(), f"no results: {told}"
    files = {name: _content(root / f"results.{name}") for name in outputs}
    return Outcome(told, (root / "results.json").read_bytes(), secret, files)


def _content(path: Path) -> bytes:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return b"\n".join(each.read_bytes() for each in files if each.is_file())


def _warden(identity: Identity) -> Path:
    """A copy that this user may read."""
    copy = identity.folder / _WARDEN.name
    if not copy.exists():
        shutil.copy(_WARDEN, copy)
        copy.chmod(0o644)
    return copy


def _environment(identity: Identity, temporary: Path, home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": identity.path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _give(root: Path, uid: int) -> None:
    """Let the user own its world."""
    if os.geteuid() == 0:
        for folder, folders, files in os.walk(root):
            for name in (".", *folders, *files):
                os.chown(os.path.join(folder, name), uid, uid, follow_symlinks=False)  # noqa: PTH118
