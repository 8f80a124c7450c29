"""What can keep submissions apart from the machine: bubblewrap and cgroups."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from grader.doctor import Finding, Probe, first_line, first_readable
from grader.errors import reason
from grader.model import Text
from grader.text import T, listed

_TRIAL = ("--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true")
_CGROUPS = Path("/sys/fs/cgroup")
_CONTROLLERS = ("memory", "pids")


def bubblewrap() -> Finding:
    """Really started, with namespaces of its own."""
    name = T("bubblewrap")
    path = shutil.which("bwrap")
    if path is None:
        return Finding(name=name, ok=False, detail=T("not installed"), remedy=T("sudo apt install bubblewrap"))
    try:
        trial = subprocess.run([path, *_TRIAL], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(name=name, ok=False, detail=T("does not start: {reason}", reason=reason(error)))
    if trial.returncode:
        return Finding(
            name=name, ok=False, detail=T("does not start: {reason}", reason=first_line(trial.stderr)), remedy=_remedy()
        )
    return Finding(name=name, ok=True, detail=T("works ({path})", path=path))


def _remedy() -> Text:
    """For a bubblewrap that is there and may not: the switch that is off, where one can be found."""
    if first_readable(["/proc/sys/kernel/unprivileged_userns_clone"]) == "0":
        return T("sudo sysctl -w kernel.unprivileged_userns_clone=1")
    if first_readable(["/proc/sys/kernel/apparmor_restrict_unprivileged_userns"]) == "1":
        return T("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    return T("User namespaces are forbidden here; in a container: docker run --security-opt seccomp=unconfined")


def cgroups() -> Finding:
    """Whether a group can be made to limit all processes of a program together."""
    name = T("cgroups")
    own = first_readable(["/proc/self/cgroup"]) or ""
    writable = [label for label, folder in folders(own) if _can_make_one(folder)]
    if writable:
        return Finding(name=name, ok=True, detail=T("writable: {names}", names=listed(dict.fromkeys(writable))))
    return Finding(
        name=name,
        ok=False,
        detail=T("not writable: limits are watched by the grader itself"),
        remedy=T("systemd-run --user --scope -p Delegate=yes grade ... gives the grader a group of its own"),
    )


def folders(own: str) -> Iterator[tuple[str, Path]]:
    """The own groups and their hierarchies' roots, from /proc/self/cgroup (cgroups(7): id:controllers:path)."""
    for line in own.splitlines():
        _number, controllers, path = line.split(":", 2)
        if not controllers:
            for root in (_CGROUPS, _CGROUPS / "unified"):
                if (root / "cgroup.controllers").exists():
                    yield "v2", root / path.lstrip("/")
                    yield "v2", root
        for controller in controllers.split(","):
            if controller in _CONTROLLERS:
                yield f"v1 {controller}", _CGROUPS / controller / path.lstrip("/")
                yield f"v1 {controller}", _CGROUPS / controller


def _can_make_one(folder: Path) -> bool:
    """Make a group there, and remove it."""
    trial = folder / f"grade-doctor-{os.getpid()}"
    with contextlib.suppress(OSError):
        trial.mkdir()
        trial.rmdir()
        return True
    return False


PROBES: tuple[Probe, ...] = (bubblewrap, cgroups)
