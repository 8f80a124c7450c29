"""Calls of `grade` on hostile programs, as root and as an ordinary user.

A test is about one program and one way of running it, but a call takes several programs: starting an interpreter for
each would take minutes. The calls are made up of the tests that were selected, so a program selected alone is alone.
"""

from __future__ import annotations

import functools
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

from grader.sandbox import sandbox, works

from .identity import Identity, UnavailableError, oneself, ordinary
from .world import Fill, Isolation, Outcome, call, programs

WAYS: dict[str, tuple[Isolation, str]] = {
    "bwrap": ("bwrap", "oneself"),
    "bwrap-user": ("bwrap", "ordinary"),
    "none-user": ("none", "ordinary"),
}
"""How a call is made: behind which walls, as whom. Without walls never as root: a defect must not cost the machine."""

_TOGETHER = 31  # programs of one call
Grade = Callable[[str, Fill], Outcome]


@pytest.fixture(scope="session")
def identities() -> Iterator[Callable[[str], Identity]]:
    """The users of the ways; a test whose way cannot be had here is skipped, with the reason."""
    with ExitStack() as stack:

        @functools.cache
        def enter(who: str) -> Identity | UnavailableError:
            try:
                return stack.enter_context(ordinary() if who == "ordinary" else oneself())
            except UnavailableError as why:
                return why

        def identity(way: str) -> Identity:
            isolation, who = WAYS[way]
            if isolation == "bwrap" and (refusal := _no_walls()):
                pytest.skip(f"bubblewrap does not work here: {refusal}")
            found = enter(who)
            if isinstance(found, UnavailableError):
                pytest.skip(str(found))
            return found

        yield identity


@functools.cache
def _no_walls() -> str | None:
    return works(sandbox(sys.executable))


@pytest.fixture(scope="session")
def grade(identities: Callable[[str], Identity]) -> Grade:
    """Grade a folder filled by the test, in one of the ways."""

    def one(way: str, fill: Fill) -> Outcome:
        return call(identities(way), WAYS[way][0], fill)

    return one


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest, identities: Callable[[str], Identity]) -> Iterator[Callable[..., Outcome]]:
    """The outcome of the call that a program is in, by program and way; or, `alone`, of a new call of it."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for item in request.session.items:
        found = getattr(item, "callspec", None)
        if found is not None and {"program", "way"} <= found.params.keys():
            wanted[found.params["way"]].append(found.params["program"])
    calls: dict[tuple[str, str], Future[Outcome]] = {}
    with ExitStack() as stack:
        # One call at a time of each user: a program that kills all it can must not meet another call.
        pools = {
            who: stack.enter_context(ThreadPoolExecutor(max_workers=1))
            for who in {who for _isolation, who in WAYS.values()}
        }

        def start(way: str) -> None:
            identity, (isolation, who) = identities(way), WAYS[way]
            names = wanted.pop(way, [])
            count = -(-len(names) // _TOGETHER)
            for first in range(count):
                together = names[first::count]  # not neighbours: those are alike, and the slow ones are to be spread
                future = pools[who].submit(call, identity, isolation, programs(together))
                calls.update({(way, name): future for name in together})

        def outcome(program: str, way: str, *, alone: bool = False) -> Outcome:
            identity, (isolation, who) = identities(way), WAYS[way]
            if alone:
                return pools[who].submit(call, identity, isolation, programs([program])).result()
            for each in [each for each in WAYS if each in wanted]:
                with suppress(pytest.skip.Exception):  # said by the tests of that way
                    start(each)
            return calls[way, program].result()

        yield outcome
