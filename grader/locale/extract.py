"""Finds the sentences to translate, for `pybabel extract`: every `T("...")`, and the titles of the checks.

A check's title is the first line of its docstring, where no keyword can mark it: a check is a public function that
returns an Outcome and has a docstring. Babel's own method for Python was tried: before Python 3.12 it overlooks what
stands inside an f-string. The mapping in pyproject.toml (tool.babel) names this one.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import IO, Any, TypeAlias

Found: TypeAlias = tuple[int, str, str, list[str]]
"""Line, keyword, message, comments: what babel wants of an extraction method."""


class NotLiteralError(ValueError):
    """A sentence that is put together at run time: no catalogue can have it."""


def sentences(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],  # noqa: ARG001 - babel's signature
    options: Any,  # noqa: ARG001
) -> Iterator[Found]:
    """All sentences of a module, by line; NotLiteralError where the argument of T is no string literal."""
    if "T" in keywords:
        module = ast.parse(fileobj.read())
        yield from sorted((*_marked(module), *titles(module)))


def _marked(module: ast.Module) -> Iterator[Found]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
            message = node.args[0]
            if not isinstance(message, ast.Constant) or not isinstance(message.value, str):
                raise NotLiteralError(f"line {node.lineno}: the first argument of T is no string literal")
            yield node.lineno, "T", message.value, []


def titles(module: ast.Module) -> Iterator[Found]:
    """The first line of the docstring of each check of a module."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            docstring = ast.get_docstring(node)
            if docstring and isinstance(node.returns, ast.Name) and node.returns.id == "Outcome":
                yield node.lineno, "T", docstring.partition("\n")[0], []
