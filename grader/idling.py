"""Whether a program that spins can do anything by itself, told by its source.

What a spinning process will do does not show in /proc: it may be counting, or looking at a clock. So it is watched for
a full patience, again and again, and the programs of one student in sixty took a quarter of a batch's processor time.
But most who spin write `while not done: pass`, and a program that neither counts nor can tell the time does nothing in
its thousandth second that it has not done in its first: it acts when something happens to it, and never else.

This is no judge of programs: what is not plainly so is not so, and then the patience is spent as ever.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

from grader.source import decoded, parsed

_MODULES = {"multiprocessing", "os", "signal", "sys", "threading", "time"}
_FROM_TIME = {"sleep"}  # a sleep shows in /proc, and with it when it ends
# Clocks and timers; what is another each time; files, which may be clocks; ways to count; code that is not to be seen.
_NAMES = """
    alarm clock_getres clock_gettime getitimer getloadavg getrusage monotonic perf_counter process_time setitimer
    sigtimedwait thread_time times Timer wait3 wait4 asctime ctime gmtime localtime mktime strftime
    monotonic_ns perf_counter_ns process_time_ns thread_time_ns time_ns
    getrandom id random randbytes urandom
    fdopen fstat getatime getctime getmtime getsize listdir lstat open scandir stat statvfs utime
    accumulate acquire append count cycle enumerate extend insert iter len map next pop popitem put put_nowait range
    setdefault setrecursionlimit sum zip
    __dict__ __import__ __getattr__ compile delattr eval exec getattr globals import_module locals setattr vars
    popen system
"""
_BANNED = frozenset(_NAMES.split())
_LAUNCHES = ("exec", "posix_spawn", "spawn")
_LOOPS = (ast.AsyncFor, ast.Await, ast.AugAssign, ast.Yield, ast.YieldFrom, ast.NamedExpr)


@functools.lru_cache(maxsize=8)
def only_reacts(source: bytes) -> bool:
    """Whether nothing in it can tell the time or count, so that a process that spins may go on so for ever."""
    tree = parsed(decoded(source))
    if tree is None:
        return False
    nodes = list(ast.walk(tree))
    named = {each for each in nodes if isinstance(each, ast.Name) and each.id == "time"}
    used = {each.value for each in nodes if isinstance(each, ast.Attribute)}
    return all(map(_plain, nodes)) and named <= used  # by another name it would go unseen


def _plain(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return all(each.name.split(".")[0] in _MODULES and not each.asname for each in names)
        case ast.ImportFrom(module=module, names=names):
            told = _FROM_TIME if module == "time" else None
            return (module or "").split(".")[0] in _MODULES and all(
                each.name != "*" and not _banned(each.name) and (told is None or each.name in told) for each in names
            )
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name in _FROM_TIME
        case ast.Attribute(attr=name):
            return name != "time" and not _banned(name)
        case ast.Name(id=name):
            return not _banned(name)
        case ast.For(iter=over) | ast.comprehension(iter=over):
            return isinstance(over, ast.Tuple | ast.List | ast.Set)
        case ast.BinOp(op=ast.Mod() | ast.Add(), left=left, right=right):
            return any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in (left, right))
        case ast.BinOp():
            return False
        case ast.Assign(targets=targets, value=value):
            grows = any(isinstance(each, ast.BinOp | ast.JoinedStr) for each in ast.walk(value))
            return not grows and not set(_names(*targets)) & set(_names(value))
    return not isinstance(node, _LOOPS)


def _banned(name: str) -> bool:
    return name in _BANNED or name.startswith(_LAUNCHES)


def _names(*nodes: ast.AST) -> Iterator[str]:
    return (each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name))
