"""A ride for each mistake, by the slug of its diagnosis, and the check that is to name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from grader.model import Fact
from tests.evidence import (
    BUS,
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
)
from tests.rides import (
    CRASH,
    NAME,
    ROLES_ALONE,
    STRAY,
    TOLD,
    after,
    deaf,
    died,
    forkserver,
    idle,
    in_handler,
    left_early,
    reversed_,
    ride,
    state,
    swapped,
)

Case: TypeAlias = tuple[str, Callable[[], Ride]]

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays
BY_HELPER = replace(arrived(DEPARTURE), data={"sender": "helper", "while_frozen": True})


NOT_UTF8 = "SyntaxError: Non-UTF-8 code starting with '\\xb5' in file alice.py on line 1, but no encoding declared;\n"
NO_GUARD = (
    "RuntimeError: \n   An attempt has been made to start a new process before the\n   current process has finished"
)
PYTHON2 = "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?\n"
GBK = ARRIVAL.message.encode("gbk").decode("utf-8", "backslashreplace")
ASLEEP: dict[str, Fact] = {"timed": True, "syscall": "clock_nanosleep"}
HELPER = event("pending", signal="SIGUSR1", owner="helper", sender=None, while_frozen=False)
LEFT = event("left", processes=({"pid": 7, "name": "python3", "state": "S"},))
KEY_KILLS = ended("driver", status=None, killed_by="SIGINT")
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
        lambda: deaf(Ride(), "conductor").both(
            "seatbelt", QUIT_KILLS, facts("driver", "after"), before=state({"caught": ()})
        ),
    ),
    "stopped-by-default": (
        "arrival.relay",
        lambda: deaf(Ride(), "driver").both(
            "arrival", *after(printer={"state": "T"}), before=state({}, {"caught": ()})
        ),
    ),
    "stopped-otherwise": (
        "arrival.relay",
        lambda: ride("os.kill(os.getpid(), signal.SIGSTOP)").both("arrival", *after(printer={"state": "T"})),
    ),
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
        lambda: deaf(ride("signal.signal(signal.SIGQUIT, go)"), "conductor").both(
            "seatbelt", QUIT_KILLS, before=state({"caught": ()})
        ),
    ),
    "handler-removed": (
        "seatbelt.relay",
        lambda: ride("signal.signal(signal.SIGQUIT, signal.SIG_DFL)").both(
            "seatbelt", QUIT_KILLS, before=state({"caught": ()})
        ),
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
    "handler-never-returns": (
        "departure.relay",
        lambda: in_handler("p.join()").both("departure", *after({"syscall": "futex"})),
    ),
    "waits-elsewhere": ("departure.relay", lambda: Ride().both("departure", *after({"syscall": "futex"}))),
    "too-late": ("departure.relay", lambda: in_handler("time.sleep(60)").both("departure", *after(ASLEEP))),
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
    "getppid-between": ("departure.relay", lambda: forkserver("os.fork()")),
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
        lambda: Ride().play("keyboard", "departure", output(DEPARTURE.message), KEY_KILLS),
    ),
    "left-after-key": (
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
    "handler-removed": 2,
    "stopped-otherwise": 2,
    "handler-never-returns": 3,
    "too-late": 3,
    "getppid-between": 2,
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
