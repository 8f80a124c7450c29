"""What a student's file says, read without running it: the calls that a hint can point to.

Only names, never behaviour: verdicts come from evidence, and this merely finds the line to look at. A file that Python
cannot parse (Python 2, a missing bracket) is read line by line instead. Nothing here raises.

Besides real calls, `SourceCall.call` may be one of these, with what `words` then holds:

    def             a function given to signal.signal; its parameters without `self` (`*` before one that takes the
                    rest, `=` after one with a default); `where` is its own name
    while True      a loop without a way out; `where` is the function it is in
    while           any other while loop; `where` likewise
    if __main__     the guard of the main program
    class           a class; its bases; `where` is its own name
"""

from __future__ import annotations

import ast
import contextlib
import re
import signal
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from grader.model import SourceCall

LARGEST = 512 << 10
"""Characters that are parsed; homework is a hundred times smaller, and a parser takes 100 bytes of memory for each."""

MOST_CALLS, MOST_WORDS, LONGEST_WORD = 2000, 40, 200

BUILTINS = frozenset({"print", "input", "raw_input", "exit", "quit"})
METHODS = frozenset(
    [
        "join",
        "start",
        "terminate",
        "kill",
        "wait",
        "acquire",
        "is_alive",
        "put",
        "get",
        "set",
        "send",
        "recv",
        "flush",
        "write",
        "close",
    ]
)
STARS = {
    "signal": frozenset(name for name in dir(signal) if not name.startswith("_")),
    "os": frozenset(
        [
            "kill",
            "killpg",
            "getpid",
            "getppid",
            "fork",
            "wait",
            "waitpid",
            "_exit",
            "write",
            "getpgid",
            "setsid",
            "system",
        ]
    ),
    "time": frozenset({"sleep"}),
    "tty": frozenset({"setraw", "setcbreak"}),
    "termios": frozenset({"tcsetattr"}),
    "sys": frozenset({"exit", "stdin", "stdout", "stderr"}),
    "threading": frozenset({"Thread", "Event", "Timer"}),
    "multiprocessing": frozenset(
        [
            "Process",
            "Pool",
            "Queue",
            "SimpleQueue",
            "Event",
            "Value",
            "Array",
            "Pipe",
            "Manager",
            "set_start_method",
            "get_context",
        ]
    ),
}
SIGNAL_ARGUMENT = {"signal.signal": 0, "os.kill": 1, "os.killpg": 1, "signal.siginterrupt": 0, "signal.raise_signal": 0}
WAYS_OUT = frozenset({"sys.exit", "os._exit", "exit", "quit"})

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

Words: TypeAlias = tuple[str, ...]
_SPEAKING = (ast.expr, ast.keyword, ast.comprehension)


def calls(source: bytes) -> tuple[SourceCall, ...]:
    """The calls in a Python file, in the order of their lines; nothing where it is no text at all."""
    text = decoded(source)
    tree = parsed(text)
    if tree is not None:
        with contextlib.suppress(*_UNREADABLE):
            return _Reader(_imports(tree)).read(tree)
    return tuple(_by_lines(text[:LARGEST]))


def parsed(text: str) -> ast.Module | None:
    """The tree of a Python file; None where it is too large, or Python cannot parse it."""
    if len(text) > LARGEST:
        return None
    with warnings.catch_warnings(), contextlib.suppress(*_UNREADABLE):
        warnings.simplefilter("ignore")  # about the student's code: invalid escapes, `is` with a literal
        return ast.parse(text)
    return None


def decoded(source: bytes) -> str:
    """The text of a file, by its BOM or coding line (PEP 263), else as UTF-8, else as GB18030; always some text."""
    cookie = re.match(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", source)
    for encoding in (cookie[1].decode("ascii", "replace") if cookie else "utf-8", "utf-8-sig", "gb18030"):
        try:
            return source.decode(encoding).removeprefix("\ufeff")
        except (LookupError, ValueError):  # an unknown encoding, or other bytes than it has
            continue
    return source.decode("latin-1")


@dataclass
class _Reader:
    """Walks one tree with a stack of its own: students' files may be nested deeper than Python likes to recurse."""

    imports: Mapping[str, str]
    found: list[tuple[int, int, SourceCall]] = field(default_factory=list)
    handlers: set[str] = field(default_factory=set)

    def read(self, tree: ast.Module) -> tuple[SourceCall, ...]:
        stack: list[tuple[ast.AST, str, Mapping[str, Words], bool]] = [(tree, "", {}, False)]
        while stack:
            node, where, loops, method = stack.pop()
            inside, in_class = where, False
            if isinstance(node, ast.Call):
                self._call(node, where, loops)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = f"{where}.{node.name}" if where else node.name
                bound = method and not any(self.name(each) == "staticmethod" for each in node.decorator_list)
                self._add(node, "def", _parameters(node.args)[1 if bound else 0 :], inside)
            elif isinstance(node, ast.ClassDef):
                inside, in_class = (f"{where}.{node.name}" if where else node.name), True
                self._add(node, "class", tuple(self.name(base) for base in node.bases), inside)
            elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                loops = {**loops, node.target.id: self.words(node.iter, loops)}
            elif isinstance(node, ast.While):
                self._add(node, "while True" if self._endless(node) else "while", (), where)
            elif isinstance(node, ast.If) and _is_guard(node.test):
                self._add(node, "if __main__", (), where)
            stack.extend((child, inside, loops, in_class) for child in ast.iter_child_nodes(node))
        kept = (call for _, _, call in sorted(self.found, key=lambda each: each[:2]) if self._wanted(call))
        return tuple(call for call, _ in zip(kept, range(MOST_CALLS), strict=False))

    def name(self, node: ast.expr) -> str:
        """`sg.signal` -> `signal.signal`; `.join` for a method of anything else; "" where there is no name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            root = self.imports.get(node.id, node.id)
            return ".".join([root, *reversed(parts)])
        return f".{parts[0]}" if parts else ""

    def words(self, node: ast.AST, loops: Mapping[str, Words]) -> Words:
        """Names, signals and texts in an expression, as far as they can be read off it."""
        if isinstance(node, ast.Call):
            if self.name(node.func) == "getattr":  # getattr(signal, name)
                return tuple(word for arg in node.args[1:] for word in self.words(arg, loops))
            inner = tuple(word for arg in node.args for word in self.words(arg, loops) if not word.endswith("()"))
            name = self.name(node.func)
            text: Words = ()
            if isinstance(node.func, ast.Attribute) and name.startswith("."):  # "...".format(...)
                text = self.words(node.func.value, loops)
            return (f"{name}()", *text, *inner)[:MOST_WORDS]
        if isinstance(node, ast.Lambda):
            return ("lambda",)
        if isinstance(node, ast.Name) and node.id in loops:
            return loops[node.id]
        if isinstance(node, ast.Name | ast.Attribute):
            name = self.name(node)
            last = name.rpartition(".")[2]
            return (last if last.startswith("SIG") else name,) if last else ()
        if isinstance(node, ast.Constant):
            return () if isinstance(node.value, bytes) else (_clean(str(node.value)),)
        parts = (self.words(each, loops) for each in ast.iter_child_nodes(node) if isinstance(each, _SPEAKING))
        return tuple(word for words in parts for word in words)[:MOST_WORDS]

    def _call(self, node: ast.Call, where: str, loops: Mapping[str, Words]) -> None:
        call = self.name(node.func)
        root, _, last = call.rpartition(".")
        if root.split(".")[0] not in STARS and call not in BUILTINS:
            if last not in METHODS or not isinstance(node.func, ast.Attribute):
                return
            call = f".{last}"
        words: list[str] = []
        for at, argument in enumerate(node.args):
            said = self.words(argument, loops)
            words += [_signal_name(word) for word in said] if SIGNAL_ARGUMENT.get(call) == at else said
        for keyword in node.keywords:
            words += [f"{keyword.arg or '**'}=", *self.words(keyword.value, loops)]
        self._add(node, call, tuple(words[:MOST_WORDS]), where)
        if call == "signal.signal" and len(node.args) > 1:
            handler = node.args[1]
            self.handlers.update(word.rpartition(".")[2] for word in self.words(handler, loops))
            if isinstance(handler, ast.Lambda):
                self._add(handler, "def", _parameters(handler.args), "lambda")

    def _endless(self, node: ast.While) -> bool:
        """`while True` that nothing inside leaves. A call of one of the student's own functions is taken to return."""
        if not (isinstance(node.test, ast.Constant) and node.test.value):
            return False
        return not any(
            isinstance(each, ast.Break | ast.Return | ast.Raise)
            or (isinstance(each, ast.Call) and self.name(each.func) in WAYS_OUT)
            for each in ast.walk(node)
        )

    def _add(self, node: ast.expr | ast.stmt, call: str, words: Words, where: str) -> None:
        said = SourceCall(line=node.lineno, call=_clean(call), words=words, where=_clean(where))
        self.found.append((node.lineno, node.col_offset, said))

    def _wanted(self, call: SourceCall) -> bool:
        """Functions are of interest as handlers only."""
        return call.call != "def" or call.where == "lambda" or call.where.rpartition(".")[2] in self.handlers


def _imports(tree: ast.Module) -> dict[str, str]:
    """What the names of the file stand for: `sg` -> `signal`, `kill` -> `os.kill`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.asname: each.name for each in node.names if each.asname}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                stars = STARS.get(node.module, frozenset()) if each.name == "*" else frozenset()
                names |= {star: f"{node.module}.{star}" for star in stars}
                if each.name != "*":
                    names[each.asname or each.name] = f"{node.module}.{each.name}"
    return names


def _parameters(args: ast.arguments) -> Words:
    plain = [_clean(each.arg) for each in (*args.posonlyargs, *args.args)]
    required = len(plain) - len(args.defaults)
    rest = (f"*{_clean(args.vararg.arg)}",) if args.vararg else ()
    return (*plain[:required], *(f"{each}=" for each in plain[required:]), *rest)


def _is_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and any(
        isinstance(side, ast.Name) and side.id == "__name__" for side in (test.left, *test.comparators)
    )


def _signal_name(word: str) -> str:
    """`10` -> `SIGUSR1`, for those who kill by number."""
    try:
        return signal.Signals(int(word)).name
    except (ValueError, OverflowError):
        return word


def _clean(word: str) -> str:
    """Cut, and without the lone surrogates that a `\\ud800` in a literal makes: they cannot be saved."""
    return word[:LONGEST_WORD].encode("utf-8", "backslashreplace").decode()


_CALL = re.compile(
    r"(?<![\w.])([A-Za-z_][\w.]{0,99})[ \t]*\(([^#\n]{0,500})|^[ \t]*(print)[ \t]+(['\"][^#\n]{0,500})", re.M
)
_WORD = re.compile(r"SIG[A-Z0-9_]+|'([^'\n]*)'|\"([^\"\n]*)\"")
_BARE = {name: f"{module}.{name}" for module, names in STARS.items() for name in names}


def _by_lines(text: str) -> Iterator[SourceCall]:
    """The calls of a file that does not parse, by their looks. Lines end as Python has it: \\n, \\r\\n or \\r."""
    lines = re.split(r"\r\n|\r|\n", text)
    found = 0
    for number, line in enumerate(lines, 1):
        for match in _CALL.finditer(line):
            name = match[1] or match[3]
            call = name if name in BUILTINS else _BARE.get(name, name)
            if found < MOST_CALLS and (call in BUILTINS or call.partition(".")[0] in STARS):
                words = (word[1] or word[2] or word[0] for word in _WORD.finditer(match[2] or match[4] or ""))
                yield SourceCall(line=number, call=call, words=tuple(map(_clean, words))[:MOST_WORDS], where="")
                found += 1
