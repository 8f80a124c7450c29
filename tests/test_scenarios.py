"""What the three runs do with a program: read from the timeline, whatever the marks."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import checks, grading, homework
from grader.model import Event, Evidence, Limits

from .launching import submission

pytestmark = pytest.mark.usefixtures("reaps_all")

PROGRAMS = Path(__file__).parent / "programs"
BUS = homework.load()
STIMULI = ["SIGINT", "SIGQUIT", "SIGTSTP"]
RELAYS = ["departure", "seatbelt", "arrival"]


def observe(source: bytes, *, limits: Limits | None = None) -> Evidence:
    options = grading.Options(patience=1.0)
    return grading.observe(submission(source), replace(BUS, limits=limits or BUS.limits), options)


@functools.cache
def evidence(name: str) -> Evidence:
    """A labelled program, observed once."""
    return observe((PROGRAMS / name).read_bytes())


def events(found: Evidence, word: str, run: str = "journey", **wanted: Any) -> list[Event]:
    """The events of that word in a run, with these data."""
    return [
        each
        for each in found.events
        if (each.event, each.run) == (word, run) and all(each.data.get(key) == value for key, value in wanted.items())
    ]


def roles(name: str) -> Event:
    """Who plays what, in the first launch."""
    return events(evidence(name), "roles")[0]


@pytest.mark.parametrize(
    "name",
    [
        "fork_pause.py",
        "slow_start.py",
        "busy_loop_flag.py",
        "sigwait_both.py",
        "forkserver_parent_process.py",
        "spawn_guard.py",
        "manager_helper.py",
        "executor_future.py",
        "two_helpers_first.py",
        "both_catch_everything.py",
    ],
)
def test_ready_is_when_both_take_all_their_signals(name: str) -> None:
    cast = roles(f"correct/{name}")
    assert cast.data["how"] == "masks"
    assert not cast.data["reversed"]
    facts = {str(each.role): each for each in events(evidence(f"correct/{name}"), "facts", moment="start")[:2]}
    for role, asked in (("driver", {"SIGTSTP", "SIGUSR1", "SIGUSR2"}), ("conductor", {"SIGINT", "SIGQUIT", "SIGUSR1"})):
        caught, blocked = facts[role].data["caught"], facts[role].data["blocked"]
        assert isinstance(caught, tuple)
        assert isinstance(blocked, tuple)
        assert asked <= {*caught, *blocked}


def test_reversed_roles_are_seen() -> None:
    assert roles("mutants/roles_reversed.py").data["reversed"]


def test_one_process_alone_has_no_conductor() -> None:
    cast = roles("mutants/threads_instead.py")
    assert cast.data["conductor"] is None
    assert not events(evidence("mutants/threads_instead.py"), "stimulus")


def test_nothing_is_sent_before_all_is_quiet() -> None:
    found = evidence("correct/fork_pause.py")
    words = [each.event for each in found.events if each.launch == 1]
    assert words.index("roles") < words.index("quiet") < words.index("stimulus")


@pytest.mark.parametrize("run", ["journey", "held"])
def test_the_relays_are_played_in_their_order_in_one_launch(run: str) -> None:
    found = evidence("correct/fork_pause.py")
    assert [each.signal for each in events(found, "stimulus", run)] == STIMULI
    assert len({each.launch for each in events(found, "stimulus", run)}) == 1
    assert not events(found, "key", run)


def test_the_keys_are_typed() -> None:
    found = evidence("correct/fork_pause.py")
    assert [each.signal for each in events(found, "key", "keyboard")] == STIMULI
    assert not events(found, "stimulus", "keyboard")


def test_the_relayed_signal_arrives_while_the_printer_is_held_and_the_text_after() -> None:
    found = evidence("correct/fork_pause.py")
    for relay in BUS.relays:
        told = [each for each in found.events if each.run == "held" and each.relay == relay.id]
        words = [each.event for each in told]
        order = ["frozen", "stimulus", "pending", "released", "output"]
        assert [words.index(word) for word in order] == sorted(words.index(word) for word in order)
        (pending,) = (each for each in told if each.event == "pending")
        assert (pending.signal, pending.role) == (relay.relayed, relay.printer)
        assert pending.data["while_frozen"]
        assert pending.data["sender"] == relay.catcher
        assert all(each.data["frozen"] is None for each in told if each.event == "output")


def test_the_driver_outlives_the_conductor_that_is_held() -> None:
    held = [each for each in evidence("correct/fork_pause.py").events if (each.run, each.relay) == ("held", "arrival")]
    ended = [each.role for each in held if each.event == "ended"]
    assert ended == ["conductor", "driver"]
    assert [each.event for each in held].index("released") < [each.event for each in held].index("ended")


def test_a_program_killed_by_a_relay_is_started_afresh_for_the_next() -> None:
    found = evidence("mutants/conductor_no_quit_handler.py")
    attempts = [(each.launch, each.relay, each.data["judged"]) for each in events(found, "attempt")]
    assert attempts == [
        (1, "departure", True),
        (1, "seatbelt", True),
        (attempts[-1][0], "departure", False),  # played first, so that a bus that wants it is served
        (attempts[-1][0], "arrival", True),
    ]
    assert attempts[-1][0] != 1
    (killed,) = events(found, "ended", killed_by="SIGQUIT")
    assert (killed.launch, killed.relay, killed.role) == (1, "seatbelt", "conductor")


def test_every_launch_is_closed_and_every_relay_judged_once() -> None:
    for name in ("correct/fork_pause.py", "mutants/conductor_no_quit_handler.py", "mutants/relay_by_queue.py"):
        found = evidence(name)
        launches = {each.launch for each in found.events}
        assert {each.launch for each in found.events if each.event == "closed"} == launches
        assert sorted(each.relay or "" for each in events(found, "attempt", judged=True)) == sorted(RELAYS)


@pytest.mark.parametrize(
    "name",
    [
        "correct/waitpid_wnohang_poll.py",
        "mutants/conductor_no_quit_handler.py",
        "mutants/conductor_ignores_int.py",
        "mutants/conductor_never_leaves.py",
        "mutants/relay_by_pipe.py",
    ],
)
def test_launches_beside_each_other_or_one_by_one_give_the_same_verdict(name: str) -> None:
    """A program that speaks of what two of it could meet in is not launched beside itself, where no walls are."""
    source = (PROGRAMS / name).read_bytes()
    apart = observe(source + b"\n# /tmp\n")
    spans = [[each for each in apart.events if each.launch == launch] for launch in {e.launch for e in apart.events}]
    assert all(span[-1].event == "closed" for span in spans)
    verdicts = [{each.id: each.status for each in checks.judge(found, BUS)} for found in (apart, evidence(name))]
    assert verdicts[0] == verdicts[1]


def test_without_hurry_nothing_is_launched_only_to_be_thrown_away() -> None:
    """In a batch other programs have the processors. Each launch has a number, also one that was started ahead."""
    source = (PROGRAMS / "correct" / "fork_pause.py").read_bytes()
    late = source.replace(b"print(", b"__import__('time').sleep(0.3) or print(")
    assert late != source
    options = grading.Options(patience=1.0, hurry=False)
    found = grading.observe(submission(late), BUS, options)
    assert {each.launch for each in found.events} == {1, 2, 3}
    assert all(each.status == "pass" for each in checks.judge(found, BUS))
    in_hurry = observe(late)
    assert max(each.launch for each in in_hurry.events) > 3
    assert all(each.status == "pass" for each in checks.judge(in_hurry, BUS))


def test_a_limit_reached_in_the_middle_costs_that_relay_alone() -> None:
    source = (PROGRAMS / "victims" / "bus_bomb_at_seatbelt.py").read_bytes()
    found = observe(source, limits=replace(BUS.limits, processes=20))
    reached = events(found, "limit")
    assert [(each.relay, each.data["limit"]) for each in reached] == [("seatbelt", "processes")]
    statuses = {each.id: each.status for each in checks.judge(found, BUS)}
    assert statuses["departure.message"] == statuses["arrival.message"] == statuses["exit.order"] == "pass"
    assert statuses["seatbelt.message"] == "fail"
