"""Each mistake gets its own words: a ride for every slug, with the line of the student's file where it is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

import grader.diagnosis
from grader.model import CheckResult, Fact
from tests.evidence import (
    BUS,
    CONDUCTOR,
    Ride,
    alive,
    arrived,
    ended,
    event,
    facts,
    leaving,
    output,
    released,
    startup,
    words,
)
from tests.rides import CRASH, NAME, ROLES_ALONE, STRAY, TOLD, after, died, idle, ride, state

Case: TypeAlias = tuple[str, Callable[[], Ride]]

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays
BY_HELPER = replace(arrived(DEPARTURE), data={"sender": "helper", "while_frozen": True})


def swapped() -> Ride:
    found = Ride().journey("departure", output(SEATBELT.message), *alive())
    return found.journey("seatbelt", output(DEPARTURE.message), *alive())


def forkserver() -> Ride:
    found = ride("boss = os.getppid()")
    server = event("process", pid=99, parent=100, parent_role="driver", name="python3", threads=1)
    child = event("process", pid=CONDUCTOR, parent=99, parent_role=None, name="python3", threads=1)
    found.start = [startup()[0], startup()[1], server, child, *startup()[3:]]
    return found.both("departure", *alive())


def left_early() -> Ride:
    """The conductor leaves after its first signal, whoever sent it."""
    found = ride("def go(s, f):", " sys.exit()", "signal.signal(signal.SIGINT, go)")
    over = (output(DEPARTURE.message), ended("conductor"), facts("driver", "after"))
    return found.journey("departure", *over).play("keyboard", "departure", *over)


def reversed_() -> Ride:
    found = Ride()
    found.start = [replace(e, data={**e.data, "reversed": True}) if e.event == "roles" else e for e in startup()]
    return found


NOT_UTF8 = "SyntaxError: Non-UTF-8 code starting with '\\xb5' in file alice.py on line 1, but no encoding declared;\n"
NO_GUARD = (
    "RuntimeError: \n   An attempt has been made to start a new process before the\n   current process has finished"
)
PYTHON2 = "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?\n"
GBK = ARRIVAL.message.encode("gbk").decode("utf-8", "backslashreplace")
ASLEEP: dict[str, Fact] = {"timed": True, "syscall": "clock_nanosleep"}
HELPER = event("pending", signal="SIGUSR1", owner="helper", sender=None, while_frozen=False)
LEFT = event("left", processes=({"pid": 7, "name": "python3", "state": "S"},))
QUIT_KILLS = ended("conductor", status=None, killed_by="SIGQUIT")

CASES: dict[str, Case] = {
    # the start-up
    "died-at-start": ("processes", lambda: died(CRASH, NAME)),
    "child-died-at-start": ("processes", lambda: died(CRASH, NAME, by=ended(None, status=1))),
    "syntax-error": ("processes", lambda: died('  File "alice.py", line 3\n    if x\nSyntaxError: invalid syntax\n')),
    "python2-print": ("processes", lambda: died('  File "alice.py", line 3\n    print "x"\n', PYTHON2)),
    "gbk-source": ("processes", lambda: died(NOT_UTF8)),
    "missing-module": ("processes", lambda: died(CRASH, "ModuleNotFoundError: No module named 'bus'\n")),
    "no-main-guard": ("processes", lambda: died(CRASH, NO_GUARD, " its bootstrapping phase.\n")),
    "ended-at-start": ("processes", lambda: idle(ended("driver"), ROLES_ALONE)),
    "driver-ended-at-start": ("processes", lambda: idle(startup()[2], ended("driver"), ROLES_ALONE)),
    "plays-by-itself": ("processes", lambda: died(DEPARTURE.message)),
    "threads": ("processes", lambda: idle(ROLES_ALONE, facts("driver", "start", threads=2))),
    "one-process": ("processes", lambda: idle(ROLES_ALONE, facts("driver", "start"))),
    "waits-for-input": ("processes", lambda: idle(ROLES_ALONE, facts("driver", "start", reads_terminal=True))),
    "limit-processes": ("processes", lambda: idle(event("limit", limit="processes", allowed=64, used=65))),
    "limit-processor-time": ("processes", lambda: idle(event("limit", limit="cpu_seconds", allowed=30.0, used=30.1))),
    "limit-memory": ("processes", lambda: idle(event("limit", limit="memory_bytes", allowed=1 << 29, used=None))),
    "limit-output": (
        "departure.message",
        lambda: Ride().journey("departure", event("limit", limit="output_bytes", allowed=1 << 22, used=None), *alive()),
    ),
    "limit-file-size": ("processes", lambda: died(CRASH, "OSError: [Errno 27] File too large\n")),
    "limit-disk": ("processes", lambda: died(CRASH, "OSError: [Errno 28] No space left on device: 'a'\n")),
    "limit-open-files": ("processes", lambda: died(CRASH, "OSError: [Errno 24] Too many open files\n")),
    "roles-reversed": ("processes", reversed_),
    # how a process takes a signal
    "killed-by-default": (
        "seatbelt.relay",
        lambda: Ride().both("seatbelt", QUIT_KILLS, facts("driver", "after"), before=state({"caught": ()})),
    ),
    "stopped-by-default": ("arrival.relay", lambda: Ride().both("arrival", *after(printer={"state": "T"}))),
    "handler-wrong-process": (
        "seatbelt.relay",
        lambda: ride("signal.signal(signal.SIGQUIT, go)").both(
            "seatbelt", QUIT_KILLS, before=state({"caught": ()}, {"caught": ("SIGQUIT",)})
        ),
    ),
    "handler-wrong-signal": (
        "seatbelt.relay",
        lambda: ride("signal.signal(signal.SIGHUP, go)").both(
            "seatbelt", QUIT_KILLS, before=state({"caught": ("SIGHUP", "SIGINT")})
        ),
    ),
    "handler-too-late": (
        "seatbelt.relay",
        lambda: ride("signal.signal(signal.SIGQUIT, go)").both("seatbelt", QUIT_KILLS, before=state({"caught": ()})),
    ),
    "ignored": (
        "departure.message",
        lambda: ride("signal.signal(signal.SIGUSR1, signal.SIG_IGN)").journey(
            "departure", *alive(), before=state(printer={"ignored": ("SIGUSR1",)})
        ),
    ),
    "blocked": (
        "departure.message",
        lambda: Ride().journey("departure", *after(printer={"blocked": ("SIGUSR1",), "pending": ("SIGUSR1",)})),
    ),
    "handler-error": ("departure.message", lambda: Ride().journey("departure", output(CRASH + NAME), *alive())),
    "handler-arguments": (
        "departure.message",
        lambda: Ride().journey(
            "departure", output(CRASH + "TypeError: go() takes 0 positional arguments but 2 were given\n"), *alive()
        ),
    ),
    "handler-never-returns": ("departure.relay", lambda: Ride().both("departure", *after({"syscall": "futex"}))),
    "too-late": ("departure.relay", lambda: Ride().both("departure", *after(ASLEEP))),
    # the way of the signal
    "wrong-process-prints": (
        "departure.relay",
        lambda: ride("print('老司机开车了')").held(
            "departure", output(DEPARTURE.message, frozen="driver"), released(DEPARTURE), *after({"written": 28})
        ),
    ),
    "other-relayed-signal": (
        "departure.relay",
        lambda: Ride().held("departure", arrived(DEPARTURE, "SIGUSR2"), released(DEPARTURE), *alive()),
    ),
    "both-relayed-signals": (
        "departure.relay",
        lambda: Ride().held(
            "departure", arrived(DEPARTURE), arrived(DEPARTURE, "SIGUSR2"), released(DEPARTURE), *alive()
        ),
    ),
    "relayed-too-early": (
        "departure.relay",
        lambda: Ride().held(
            "departure", released(DEPARTURE), before=(event("frozen", "driver", how="ptrace", already=("SIGUSR1",)),)
        ),
    ),
    "relayed-by-another": (
        "departure.relay",
        lambda: Ride().held("departure", BY_HELPER, released(DEPARTURE), *alive()),
    ),
    "relay-to-itself": ("departure.relay", lambda: Ride().both("departure", output(ARRIVAL.message), *alive())),
    "relay-to-parent": ("arrival.relay", lambda: Ride().both("arrival", STRAY, *alive())),
    "relay-to-wrong-process": ("arrival.relay", lambda: Ride().both("arrival", HELPER, *alive())),
    "getppid-forkserver": ("departure.relay", forkserver),
    "conductor-killed": (
        "arrival.relay",
        lambda: ride("p.terminate()").both("arrival", ended("conductor", status=None, killed_by="SIGTERM")),
    ),
    "other-way": (
        "departure.relay",
        lambda: ride("import multiprocessing", "q = multiprocessing.Queue()").held(
            "departure", released(DEPARTURE), *alive()
        ),
    ),
    "no-relay": ("departure.relay", lambda: Ride().both("departure", *alive())),
    # the text
    "nothing-printed": ("departure.message", lambda: Ride().journey("departure", *alive())),
    "printed-twice": (
        "departure.message",
        lambda: Ride().journey("departure", output(DEPARTURE.message * 2), *alive()),
    ),
    "chatter-contains": (
        "departure.message",
        lambda: Ride(start=[*startup(), output(DEPARTURE.message), output(DEPARTURE.message)]),
    ),
    "printed-before": ("departure.message", lambda: Ride(start=[*startup(), output(DEPARTURE.message)])),
    "printed-again": (
        "seatbelt.message",
        lambda: Ride().journey("arrival", output(ARRIVAL.message + SEATBELT.message), *leaving()),
    ),
    "relay-to-group": (
        "departure.message",
        lambda: Ride().journey("arrival", output(ARRIVAL.message + DEPARTURE.message), *leaving()),
    ),
    "inherited-handler": ("arrival.message", lambda: Ride().journey("arrival", output(DEPARTURE.message), *leaving())),
    "swapped-texts": ("departure.message", swapped),
    "other-message": ("departure.message", lambda: Ride().journey("departure", output(SEATBELT.message), *alive())),
    "other-words": ("seatbelt.message", lambda: Ride().journey("seatbelt", output("系好安全带，小心甩出去"), *alive())),
    "other-encoding": ("arrival.message", lambda: Ride().journey("arrival", output(GBK), *leaving())),
    "never-flushed": (
        "arrival.message",
        lambda: ride("print('到站了请下车', end='')").journey("arrival", *leaving()),
    ),
    # the last stop
    "driver-left-first": (
        "exit.order",
        lambda: Ride().journey("arrival", output(ARRIVAL.message), ended("driver"), ended("conductor")),
    ),
    "waits-by-luck": (
        "exit.waits",
        lambda: ride("time.sleep(1)").held("arrival", TOLD[0], ended("driver"), TOLD[1], ended("conductor")),
    ),
    "driver-never-leaves": (
        "exit.waits",
        lambda: Ride().held("arrival", *TOLD, ended("conductor"), facts("driver", "after")),
    ),
    "conductor-never-leaves": ("exit.waits", lambda: Ride().held("arrival", *TOLD, *alive())),
    "left-behind": ("clean", lambda: Ride().journey("arrival", output(ARRIVAL.message), *leaving(), LEFT)),
    # the keys
    "killed-by-key": (
        "keyboard.interrupt",
        lambda: Ride().play("keyboard", "departure", output(DEPARTURE.message), ended("driver")),
    ),
    "conductor-left-early": ("keyboard.interrupt", left_early),
    "stopped-by-key": (
        "keyboard.suspend",
        lambda: Ride().play("keyboard", "arrival", output(ARRIVAL.message), *after({"state": "T"})),
    ),
}
LINES = {
    "handler-wrong-process": 2,
    "handler-wrong-signal": 2,
    "handler-too-late": 2,
    "ignored": 2,
    "wrong-process-prints": 2,
    "getppid-forkserver": 2,
    "conductor-killed": 2,
    "other-way": 3,
    "never-flushed": 2,
    "waits-by-luck": 2,
    "conductor-left-early": 3,
    "handler-error": 9,
    "handler-arguments": 9,
    "died-at-start": 9,
    "limit-file-size": 9,
    "limit-disk": 9,
    "limit-open-files": 9,
    "missing-module": 9,
    "syntax-error": 3,
    "python2-print": 3,
    "gbk-source": 1,
    "no-main-guard": 9,
    "child-died-at-start": 9,
}


def found(slug: str) -> CheckResult:
    check, made = CASES[slug]
    return made().judge()[check]


@pytest.mark.parametrize("slug", CASES)
def test_every_mistake_has_its_words(slug: str) -> None:
    result = found(slug)
    assert (result.status, result.diagnosis) == ("fail", slug)
    assert words(result.observed) and words(result.hint)


@pytest.mark.parametrize("slug", CASES)
def test_the_hint_names_the_line_where_it_is_known(slug: str) -> None:
    result = found(slug)
    assert result.line == LINES.get(slug)
    assert (f"line {result.line}" in words(result.hint)) is (result.line is not None)


def test_every_slug_in_the_sources_is_tried_here() -> None:
    folder = Path(grader.diagnosis.__file__).parent
    written = {
        slug
        for file in folder.glob("*.py")
        for line in re.findall(r"^.*slug.*$|^ +return \"[a-z].*$", file.read_text("utf-8"), re.M)
        for slug in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', line)
    }
    assert written <= set(CASES)
    assert len(written) > 40


def test_a_traceback_tells_of_a_death_whose_end_was_not_seen() -> None:
    over = idle(output(CRASH + NAME), event("roles", driver=100, conductor=None, how="ended"))
    assert over.judge()["processes"].diagnosis == "died-at-start"
