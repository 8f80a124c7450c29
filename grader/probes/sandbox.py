"""What keeps submissions apart from the machine, bubblewrap and cgroups: the grader's own walls, really put up."""

from __future__ import annotations

import os
import subprocess
import sys

from grader import cgroup
from grader.doctor import Finding, Probe, first_readable
from grader.errors import reason
from grader.model import Text
from grader.sandbox import sandbox, works
from grader.text import T, listed


def bubblewrap() -> Finding:
    """A program behind the walls of a submission."""
    name = T("bubblewrap")
    try:
        trouble = works(sandbox(sys.executable))
    except (OSError, subprocess.SubprocessError) as error:
        why = T("does not start: {reason}", reason=reason(error))
        return Finding(name=name, ok=False, detail=why, lacking=_unprotected())
    if trouble is None:
        return Finding(name=name, ok=True, detail=T("works"))
    detail = T("does not start: {reason}", reason=next(iter(trouble.splitlines()), ""))
    return Finding(name=name, ok=False, detail=detail, remedy=_remedy(trouble), lacking=_unprotected())


def _remedy(trouble: str) -> Text:
    """What is missing, or the switch that is off, where one can be found."""
    if trouble.endswith("not installed"):
        return T("sudo apt install bubblewrap util-linux coreutils")
    if first_readable(["/proc/sys/kernel/unprivileged_userns_clone"]) == "0":
        return T("sudo sysctl -w kernel.unprivileged_userns_clone=1")
    if first_readable(["/proc/sys/kernel/apparmor_restrict_unprivileged_userns"]) == "1":
        return T("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    return T("User namespaces are forbidden here; in a container: docker run --security-opt seccomp=unconfined")


def _unprotected() -> tuple[Text, ...]:
    """What a program may do without walls: the rows of SECURITY in the README that then say "not stopped"."""
    lacking = T(
        "Without it nothing holds a program back that means harm: it may signal your processes, read your files and "
        "the grader's memory, write outside its folder and to your other terminals, use the network, fill the disk, "
        "and leave shared memory behind."
    )
    if os.geteuid():
        return (lacking,)
    return lacking, T("As root, several programs at once are run without it only with --isolation none spelt out.")


def cgroups() -> Finding:
    """Whether a group can be made that limits all processes of a program together."""
    name = T("cgroups")
    found = cgroup.available()
    if found is None:
        return Finding(
            name=name,
            ok=False,
            detail=T("not writable: limits are watched by the grader itself"),
            remedy=T("systemd-run --user --scope -p Delegate=yes grade ... gives the grader a group of its own"),
        )
    version, parents = found
    folders = listed(dict.fromkeys(map(str, parents.values())))
    return Finding(name=name, ok=True, detail=T("version {version}, in {folders}", version=version, folders=folders))


PROBES: tuple[Probe, ...] = (bubblewrap, cgroups)
