"""Finds the sentences to translate, for `pybabel extract`: every `T("...")`, and the titles of the checks.

A check's title is the first line of its docstring, where no keyword can mark it: a check is a public function of
`grader/checks/` that returns an Outcome and has a docstring. The mapping in pyproject.toml (tool.babel) names this
method; run `pybabel extract -F pyproject.toml -o grader.pot .` in the repository.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any, TypeAlias

Found: TypeAlias = tuple[Any, ...]
"""Line (int), keyword, message, comments (list): what babel wants of an extraction method."""


def sentences(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Any,
) -> Iterator[Found]:
    """Babel's own method for Python, and the titles after it."""
    from babel.messages.extract import extract_python  # noqa: PLC0415 - a tool of maintainers

    yield from extract_python(fileobj, keywords, comment_tags, options)
    fileobj.seek(0)
    yield from titles(fileobj.read())


def titles(source: bytes) -> Iterator[Found]:
    """The first line of the docstring of each check in a module."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            docstring = ast.get_docstring(node)
            if docstring and isinstance(node.returns, ast.Name) and node.returns.id == "Outcome":
                yield node.lineno, "T", docstring.partition("\n")[0], []
