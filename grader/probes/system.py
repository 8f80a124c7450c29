"""The system itself: kernel, interpreters, ptys, language."""

from __future__ import annotations

import locale
import os
import shutil
import sys

from grader.doctor import Finding, Probe
from grader.errors import reason
from grader.interpreter import dotted, version
from grader.text import T, listed

_KERNEL = (5, 3)  # pidfd_open(2)
_INTERPRETERS = [f"python3.{minor}" for minor in range(8, 15)]


def kernel() -> Finding:
    """Linux, and not too old a one."""
    system, release = os.uname().sysname, os.uname().release
    numbers = tuple(int(part) for part in release.split("-")[0].split(".")[:2] if part.isdigit())
    return Finding(
        name=T("Kernel"),
        ok=system == "Linux" and numbers >= _KERNEL,
        detail=T("{system} {release}, {machine}", system=system, release=release, machine=os.uname().machine),
        needed=True,
        remedy=T(
            "The grader needs Linux {oldest} or later; on other systems run it in a virtual machine or a container.",
            oldest=dotted(_KERNEL),
        ),
    )


def own_python() -> Finding:
    """The grader's own interpreter."""
    return Finding(
        name=T("Python of the grader"),
        ok=True,
        detail=T("{version} ({path})", version=dotted(sys.version_info[:3]), path=sys.executable),
    )


def interpreters() -> Finding:
    """Those that --python could name: on the PATH, and answering."""
    found = []
    for name in _INTERPRETERS:
        path = shutil.which(name)
        numbers = version(path) if path else None
        if numbers:
            found.append(dotted(numbers))
    return Finding(
        name=T("Interpreters for submissions on the PATH"),
        ok=bool(found),
        detail=T("{versions}", versions=listed(found)) if found else T("none besides the grader's own"),
        remedy=T("Nothing to do, unless students use another version: sudo apt install python3, or pyenv install 3.12"),
    )


def ptys() -> Finding:
    """A pseudo-terminal for the program to run on."""
    try:
        for handle in os.openpty():
            os.close(handle)
    except OSError as error:
        return Finding(
            name=T("Pseudo-terminals"),
            ok=False,
            detail=T("none to be had: {reason}", reason=reason(error)),
            needed=True,
            remedy=T("In a container or chroot, mount them: mount -t devpts devpts /dev/pts"),
        )
    return Finding(name=T("Pseudo-terminals"), ok=True, detail=T("work"), needed=True)


def utf8() -> Finding:
    """Whether this screen shows Chinese, and whether programs can be given a locale in which they print it."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        has_locale = True
    except locale.Error:
        has_locale = False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    encoding = sys.stdout.encoding
    return Finding(
        name=T("UTF-8"),
        ok=has_locale and encoding.lower().replace("-", "") == "utf8",
        detail=T("this screen has {encoding}; the locale C.UTF-8 is there", encoding=encoding)
        if has_locale
        else T("this screen has {encoding}; the locale C.UTF-8 is missing", encoding=encoding),
        remedy=T("export LC_ALL=C.UTF-8; where it is missing: sudo apt install locales && sudo locale-gen C.UTF-8"),
    )


def terminal() -> Finding:
    """What the report goes to."""
    if not sys.stdout.isatty():
        return Finding(name=T("Terminal"), ok=True, detail=T("none: the report is plain text"))
    columns = shutil.get_terminal_size().columns
    if os.environ.get("NO_COLOR"):
        return Finding(
            name=T("Terminal"), ok=True, detail=T("{columns} columns, no colours (NO_COLOR)", columns=columns)
        )
    return Finding(name=T("Terminal"), ok=True, detail=T("{columns} columns", columns=columns))


PROBES: tuple[Probe, ...] = (kernel, own_python, interpreters, ptys, utf8, terminal)
