"""As whom `grade` is run: as the user who runs the tests, or as one without any rights, who needs a grader of its own.

The ordinary user is a number without an entry in /etc/passwd: nothing has to be created, and nothing remains.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

import grader

# Twice, as setpriv(1) itself still has root's rights when it starts the first one.
_TRIAL = "from subprocess import run; import sys; run([sys.executable, '-c', 'import grader.evidence'], check=True)"
# Neither a person's nor a service's (login.defs(5), systemd's uid ranges); each process of pytest-xdist has its own, as
# some of the programs kill all they can.
_UID = 61_234 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_DISTRIBUTION = "signal-grader"


@dataclass(frozen=True, slots=True)
class Identity:
    """A user: the words that make a command run as it, its interpreter, where that finds the grader, and its folder."""

    uid: int
    prefix: tuple[str, ...]
    python: str
    path: str
    folder: Path


class UnavailableError(Exception):
    """This user cannot be had here; the message says why."""


@contextmanager
def oneself() -> Iterator[Identity]:
    """The user who runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        yield Identity(os.geteuid(), (), sys.executable, str(Path(grader.__file__).parents[1]), folder)
    finally:
        remove(folder)


@contextmanager
def ordinary() -> Iterator[Identity]:
    """A user who is not root; `UnavailableError` where none can be had."""
    if os.geteuid():
        with oneself() as identity:
            yield identity
        return
    if shutil.which("setpriv") is None:
        raise UnavailableError("setpriv (util-linux) is not installed")
    prefix = ("setpriv", "--reuid", str(_UID), "--regid", str(_UID), "--clear-groups")
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        folder.chmod(0o755)
        stage = folder / "packages"
        _stage(stage)
        yield Identity(_UID, prefix, _python(prefix, stage), str(stage), folder)
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Also where folders are locked, or so deep that shutil.rmtree runs out of stack."""
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def _stage(folder: Path) -> None:
    """Copies of the grader and of what it needs: where they are may be closed to others, as root's home is."""
    shutil.copytree(Path(grader.__file__).parent, folder / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _needed(_DISTRIBUTION) - {_DISTRIBUTION}:
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(str(file.locate())), target)


def _needed(name: str) -> set[str]:
    """The distribution and those it requires here, and so on."""
    found = {name}
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found |= _needed(requirement.name)
    return found


def _python(prefix: tuple[str, ...], stage: Path) -> str:
    """An interpreter this user may run, of the version that the packages are built for."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        trial = [*prefix, python, "-c", _TRIAL]
        try:
            done = subprocess.run(
                trial, env={"PYTHONPATH": str(stage)}, cwd="/", capture_output=True, timeout=20, check=False
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if done.returncode == 0:
            return python
    raise UnavailableError(f"no {version} that a user other than root may run")
