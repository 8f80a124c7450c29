"""Rides that go wrong, and what is often seen in them: shared by the tests of the diagnosis."""

from __future__ import annotations

from grader.model import Event, Fact
from grader.source import calls
from tests.evidence import BUS, Ride, arrived, ended, event, facts, output, released, startup

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays
CRASH = 'Traceback (most recent call last):\n  File "alice.py", line 9, in go\n'
NAME = "NameError: name 'x' is not defined\n"
ROLES_ALONE = event("roles", driver=100, conductor=None, reversed=False)
STRAY = event("pending", signal="SIGUSR1", owner="parent", sender=None, while_frozen=False)
TOLD = (arrived(ARRIVAL), released(ARRIVAL))


def ride(*lines: str) -> Ride:
    """A good ride, and a student's file of these lines; they count from 2."""
    return Ride(calls=calls("\n".join(["import os, signal, time, threading, sys", *lines]).encode()))


def idle(*seen: Event) -> Ride:
    """A program of which only the start-up was seen."""
    found = Ride(start=[*startup()[:2], *seen])
    found.attempts.clear()
    return found


def died(*printed: str, by: Event | None = None) -> Ride:
    return idle(output("".join(printed)), by or ended("driver", status=1), ROLES_ALONE)


def state(catcher: dict[str, Fact] | None = None, printer: dict[str, Fact] | None = None) -> tuple[Event, ...]:
    """The state before a relay from the conductor to the driver."""
    return facts("driver", "before", **(printer or {})), facts("conductor", "before", **(catcher or {}))


def after(catcher: dict[str, Fact] | None = None, printer: dict[str, Fact] | None = None) -> tuple[Event, ...]:
    return facts("driver", "after", **(printer or {})), facts("conductor", "after", **(catcher or {}))
