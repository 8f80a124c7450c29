"""Rides that go wrong, and what is often seen in them: shared by the tests of the diagnosis."""

from __future__ import annotations

from dataclasses import replace

from grader.model import Event, Fact, Role
from grader.source import calls
from tests.evidence import BUS, CONDUCTOR, Ride, alive, arrived, ended, event, facts, output, released, startup

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays
CRASH = 'Traceback (most recent call last):\n  File "alice.py", line 9, in go\n'
NAME = "NameError: name 'x' is not defined\n"
ROLES_ALONE = event("roles", driver=100, conductor=None, reversed=False)
STRAY = event("pending", signal="SIGUSR1", owner="parent", sender=None, while_frozen=False)
TOLD = (arrived(ARRIVAL), released(ARRIVAL))


def ride(*lines: str) -> Ride:
    """A good ride, and a student's file of these lines; they count from 2."""
    return Ride(calls=calls("\n".join(["import os, signal, time, threading, sys", *lines]).encode()))


def in_handler(line: str, signal: str = "signal.SIGINT") -> Ride:
    """A good ride whose file has that line in a handler: its line 3."""
    return ride("def go(s, f):", f" {line}", f"signal.signal({signal}, go)")


def idle(*seen: Event) -> Ride:
    """A program of which only the start-up was seen."""
    found = Ride(start=[*startup()[:2], *seen])
    found.attempts.clear()
    return found


def deaf(found: Ride, role: Role, *caught: str) -> Ride:
    """That process has handlers for these signals alone from the start on."""
    found.start = [
        facts(role, "start", caught=caught) if (e.event, e.role) == ("facts", role) else e for e in found.start
    ]
    return found


def died(*printed: str, by: Event | None = None) -> Ride:
    return idle(output("".join(printed)), by or ended("driver", status=1), ROLES_ALONE)


def state(catcher: dict[str, Fact] | None = None, printer: dict[str, Fact] | None = None) -> tuple[Event, ...]:
    """The state before a relay from the conductor to the driver."""
    return facts("driver", "before", **(printer or {})), facts("conductor", "before", **(catcher or {}))


def after(catcher: dict[str, Fact] | None = None, printer: dict[str, Fact] | None = None) -> tuple[Event, ...]:
    return facts("driver", "after", **(printer or {})), facts("conductor", "after", **(catcher or {}))


def swapped() -> Ride:
    found = Ride().journey("departure", output(SEATBELT.message), *alive())
    return found.journey("seatbelt", output(DEPARTURE.message), *alive())


def forkserver(*lines: str) -> Ride:
    found = ride("boss = os.getppid()", *lines)
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
