"""Processes as /proc shows them: frozen pictures, taken in one go.

Sources: proc(5); Documentation/scheduler/sched-stats.rst for `schedstat`. Reading `syscall` and a process's memory
needs ptrace rights (ptrace(2), "Ptrace access mode checking"); where they are refused the picture says `denied`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Container, Iterator
from dataclasses import replace

from grader.kernel.process import BLOCKED_STATES, Process, Thread
from grader.kernel.procfs import SWITCHES, Files, link, memory, numbers, raw, read, rows
from grader.kernel.syscalls import Blocked, lasts, parse, wakes_at

_PF_EXITING = 4
_TICKS = os.sysconf("SC_CLK_TCK")
_UNKEPT = Files(0)
_VFORK = ("kernel_clone", "wait_for_vfork_done")  # where a parent sleeps until its child has called exec


def process(pid: int, last: Process | None = None, files: Files = _UNKEPT) -> Process | None:
    """The process now, or None where it is gone. Never raises for one that ends while it is read.

    `last` is the last picture of that process: of one that has not run since, only what others can do to it is read.
    """
    status = files.read(f"/proc/{pid}/status")
    if status is None:
        return None
    if last is not None and (same := _asleep_since(last, status)) is not None:
        return same
    stat = files.read(f"/proc/{pid}/stat")
    if stat is None:
        return None
    opening, closing = stat.index("("), stat.rindex(")")
    words = stat[closing + 2 :].split()
    table = rows(status)
    threads, denied = _threads(pid, table if words[17] == "1" else None, files)
    living = tuple(thread for thread in threads if thread.state not in "ZX")
    state = table["State"][0]  # and not that of `stat`, a moment older: its threads would be asleep and itself not
    return Process(
        pid=pid,
        start=int(words[19]),
        parent=int(words[1]),
        name=stat[opening + 1 : closing],
        state=living[0].state if living and state in "ZX" else state,
        ns_pid=int(table.get("NSpid", str(pid)).split()[-1]),
        caught=int(table["SigCgt"], 16),
        ignored=int(table["SigIgn"], 16),
        shared_pending=int(table["ShdPnd"], 16),
        threads=living or threads,
        denied=denied,
        used=(int(words[11]) + int(words[12])) / _TICKS,
        reaped=(int(words[13]) + int(words[14])) / _TICKS,
        status=status,
    )


def has_slept(last: Process, files: Files = _UNKEPT) -> bool:
    """Whether this process of one thread has not run since that picture, and no signal has come for it."""
    return _was_asleep(last) and files.read(f"/proc/{last.pid}/status") == last.status


def _was_asleep(last: Process) -> bool:
    alone = last.main_thread_only and "\nThreads:\t1\n" in last.status
    return alone and last.threads[0].call is not None


def _asleep_since(last: Process, status: str) -> Process | None:
    """The picture of a process of one thread that has slept since the last one, from its status; None of any other."""
    if not _was_asleep(last):
        return None
    if status == last.status:
        return last
    table, before = rows(status), rows(last.status)
    if any(name not in table or table[name] != before.get(name) for name in ("State", "Threads", *SWITCHES)):
        return None
    (thread,) = last.threads
    shared, own = int(table["ShdPnd"], 16), int(table["SigPnd"], 16)
    return replace(last, shared_pending=shared, threads=(replace(thread, pending=own),), status=status)


def _threads(pid: int, single: dict[str, str] | None, files: Files) -> tuple[tuple[Thread, ...], bool]:
    """The threads, the main one first, and whether something was denied; `single` is the table of a process that has
    no others. Sorting them by number was wrong: past the largest pid the main thread has not the smallest.
    """
    tids = [pid] if single else sorted(numbers(f"/proc/{pid}/task"), key=lambda tid: tid != pid)
    found, denied = [], False
    for tid in tids:
        base = f"/proc/{pid}/task/{tid}"
        table = single or rows(files.read(f"{base}/status") or "")
        times = _times(base, files)
        if not table:
            continue  # this thread has ended
        state = table["State"][0]
        if state == "D" and (read(f"{base}/wchan") or "") in _VFORK:
            state = "S"  # waits for its child to exec or end, and not for the machine
        call = None
        if state in BLOCKED_STATES:
            try:
                call = parse(files.contents(f"{base}/syscall"))
            except PermissionError:
                denied = True
            except OSError:
                pass
        waited, wakes, longest = _wait(tid, call)  # not the pid: a main thread that has ended has no memory any more
        if (waited or math.isfinite(wakes) or math.isfinite(longest)) and times[2] != _times(base, files)[2]:
            # It has run since: what was read of its memory may have been anything, a wake-up in a thousand years too.
            state, call, waited, wakes, longest = "R", None, 0, -math.inf, math.inf
        found.append(
            Thread(
                tid=tid,
                state=state,
                blocked=int(table["SigBlk"], 16),
                pending=int(table["SigPnd"], 16),
                waited=waited,
                call=call,
                wakes=wakes,
                lasts=longest,
                cpu=times[0] / 1e9,
                queued=times[1] / 1e9,
                turns=times[2],
            )
        )
    return tuple(found), denied


def _times(base: str, files: Files) -> tuple[int, int, int]:
    """Nanoseconds on a processor and runnable without one, and how often it has got one."""
    words = (files.read(f"{base}/schedstat") or "0 0 0").split()
    return int(words[0]), int(words[1]), int(words[2])


def _wait(tid: int, call: Blocked | None) -> tuple[int, float, float]:
    """The signals fetched by sigwait(3) there, when the wait ends by itself, and how long it lasts at most.

    While a thread is in rt_sigtimedwait(2) the kernel takes the set it waits for out of SigBlk (kernel/signal.c,
    do_sigtimedwait), so the set has to be read from its memory.
    """
    if call is None:
        return 0, -math.inf, math.inf
    waited = 0
    if call.name == "rt_sigtimedwait":
        raw = memory(tid, call.args[0], 8)
        waited = int.from_bytes(raw, "little") if raw else 0

    def told(address: int, size: int) -> bytes | None:
        return memory(tid, address, size)

    return waited, wakes_at(call, told), lasts(call, told)


def descendants(root: int, single: Container[int] = (), files: Files = _UNKEPT) -> list[int]:
    """All living or zombie processes below `root`, parents before their children; without `root`.

    Of those known to have a `single` thread, the main one, the threads are not listed, which takes half the time.
    """
    found: list[int] = []
    queue = [root]
    seen = {root}
    while queue:
        parent = queue.pop(0)
        alone = parent in single
        for child in children(parent, single=alone, files=files if alone else _UNKEPT):
            if child not in seen:
                seen.add(child)
                found.append(child)
                queue.append(child)
    return found


def below(root: int, depth: int) -> int | None:
    """The process that many generations below, by way of first children; None where there is none (yet)."""
    found: int | None = root
    for _ in range(depth):
        found = next(children(found), None) if found is not None else None
    return found


def is_exiting(pid: int) -> bool:
    """Whether it has begun to end: its files are closed already, and nobody is told yet (PF_EXITING, linux/sched.h).

    All of its threads have, that is: a main thread may end by itself, and the others live on with the files.
    """
    stats = [read(f"/proc/{pid}/task/{tid}/stat") or "" for tid in numbers(f"/proc/{pid}/task")]
    flags = [int(stat.rpartition(")")[2].split()[6]) for stat in stats if stat]
    return bool(flags) and all(each & _PF_EXITING for each in flags)


def children(pid: int, *, single: bool = False, files: Files = _UNKEPT) -> Iterator[int]:
    """Those of all its threads, or of a `single` main one; none where it is gone."""
    for tid in [pid] if single else numbers(f"/proc/{pid}/task"):
        line = files.read(f"/proc/{pid}/task/{tid}/children")
        if line is not None:
            yield from map(int, line.split())


def state(pid: int, tid: int) -> str | None:
    """The letter of a thread's state; None where it is gone."""
    stat = read(f"/proc/{pid}/task/{tid}/stat")
    return stat[stat.rindex(")") + 2] if stat else None


def is_alive(pid: int) -> bool:
    """Whether it exists and is no zombie, or one only because its main thread has ended before the others."""
    words = (read(f"/proc/{pid}/stat") or "").rpartition(")")[2].split()
    return bool(words) and (words[0] not in "ZX" or int(words[17]) > 1)


def name(pid: int) -> str:
    """What it calls itself, at most 15 bytes; empty where it is gone (proc(5), comm)."""
    return (read(f"/proc/{pid}/comm") or "").rstrip("\n")


def exit_code(pid: int) -> int | None:
    """The wait(2) status of a zombie (the last field of its stat); None for a living process or one that is gone."""
    stat = read(f"/proc/{pid}/stat") or ""
    words = stat[stat.rfind(")") + 1 :].split()
    return int(words[-1]) if words and words[0] == "Z" else None


def command_line(pid: int) -> tuple[str, ...]:
    """The arguments it was started with, as Python has them in sys.argv; empty for a zombie or one that is gone."""
    try:
        line = os.fsdecode(raw(f"/proc/{pid}/cmdline"))
    except OSError:
        return ()
    return tuple(line.rstrip("\0").split("\0")) if line else ()


def reads_terminal(process: Process) -> bool:
    """Whether a thread of it is blocked reading its standard input, and that is a terminal."""
    for thread in process.threads:
        if thread.call and thread.call.name in ("read", "readv") and thread.call.args[0] == 0:
            return link(f"/proc/{thread.tid}/fd/0").startswith("/dev/pts/")
    return False
