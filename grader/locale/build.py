"""Compiles the gettext catalogues while the package is built: `*.po` is kept in git, `*.mo` never is.

hatchling loads this file by its path (pyproject.toml, tool.hatch.build.hooks.custom), for wheels, for editable installs
and for source distributions alike. The `*.mo` are written beside their `*.po`, where an editable install reads them;
a maintainer who has changed a catalogue runs `pybabel compile -D grader -d grader/locale` instead of installing again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Writes `grader/locale/LANGUAGE/LC_MESSAGES/grader.mo` and has the wheel take it although git ignores it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile every catalogue; babel's PoFileError where one is no valid gettext."""
        root = Path(self.root)
        for po in sorted(root.glob("grader/locale/*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parts[-3], abort_invalid=True)
            mo = po.with_suffix(".mo")
            with mo.open("wb") as target:
                write_mo(target, catalogue)
            build_data["artifacts"].append(mo.relative_to(root).as_posix())
