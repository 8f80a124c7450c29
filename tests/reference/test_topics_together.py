"""The facts of the topics in which several act at once: synchronisation, threads, the network, the bus."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]
ALARM_ROUNDING = 1  # second: alarm() returns whole seconds, and a busy machine may pause us between two measurements


def test_semaphore(facts: Run) -> None:
    seen = facts("sync.semaphore")
    assert seen["most_inside"] == seen["at_once"] == 3
    assert seen["all_left"]
    assert seen["all_ended_well"]
    assert seen["value_at_end"] == 3
    assert seen["values"] == [2, 1, 0]
    assert seen["got_a_fourth"] is False
    assert seen["blocked_for"] >= 0.1
    assert (seen["after_release"], seen["got_one_then"]) == (1, True)
    assert seen["above_initial"] == 4
    assert "too many" in seen["bounded"]


def test_critical_section(facts: Run) -> None:
    seen = facts("sync.critical_section")
    assert 0 < seen["lost_without_lock"] < seen["expected"]
    assert seen["without_lock"] + seen["lost_without_lock"] == seen["expected"]
    assert (seen["with_lock"], seen["lost_with_lock"]) == (seen["expected"], 0)


def test_producer_consumer(facts: Run) -> None:
    seen = facts("sync.producer_consumer")
    assert seen["produced"] == seen["consumed"] == 500
    assert seen["in_order"]
    assert 1 <= seen["most_on_shelf"] <= seen["places"]
    assert (seen["free_at_end"], seen["filled_at_end"]) == (seen["places"], 0)


def test_event(facts: Run) -> None:
    seen = facts("sync.event")
    assert (seen["at_first"], seen["wait_in_vain"]) == (False, False)
    assert seen["waited"] >= 0.1
    assert seen["anybody_gone_before_set"] is False
    assert (seen["released"], seen["none_before_set"]) == (4, True)
    assert (seen["is_set"], seen["wait_when_set"]) == (True, True)
    assert (seen["after_clear"], seen["wait_after_clear"]) == (False, False)


def test_lock(facts: Run) -> None:
    seen = facts("sync.lock")
    assert (seen["first"], seen["second_at_once"], seen["second_timed"]) == (True, False, False)
    assert seen["waited"] >= 0.1
    assert seen["after_release"]
    assert seen["free_after_exception"]
    assert seen["released_by_other"]
    assert seen["rlock_twice"] == [True, True]
    assert seen["opposite_order"] == [False, False]
    assert seen["same_order"] == [True, True]


def test_thread_objects(facts: Run) -> None:
    seen = facts("threads.objects")
    assert seen["is_alive"] == [False, True, False]
    assert seen["join_timed_out"]
    assert seen["waited"] >= 0.1
    assert seen["said"] == ["hello! greeter"]
    assert (seen["name"], seen["renamed"]) == ("greeter", "usher")
    assert seen["main"] == "MainThread"
    assert seen["default_name"].startswith("Thread-")
    assert seen["default_name"].endswith("(nothing)")
    assert "active" in seen["daemon_after_start"]
    assert seen["normal"] == ["main finished", "branch finished"]
    assert seen["daemonic"] == ["main finished"]
    assert sorted(seen["deprecated"]) == ["currentThread", "getName", "isDaemon", "setDaemon", "setName"]


def test_own_thread_class(facts: Run) -> None:
    seen = facts("threads.own_class")
    assert (seen["result"], seen["error"]) == (1.5, "ZeroDivisionError")
    assert seen["in_other_threads"]
    assert seen["run_called_in_main"]
    assert (seen["excepthook_got"], seen["alive_after_join"]) == ("ZeroDivisionError", False)
    assert "__init__" in seen["forgot_init"]


def test_costs(facts: Run) -> None:
    seen = facts("threads.costs")
    assert 0 < seen["thread_ms"] < seen["process_ms"]
    assert (seen["seen_after_process"], seen["seen_after_thread"]) == (0, 1)
    # The same work; a busy machine makes either dearer by its caches, though not as many times as processes are.
    assert 0.4 < seen["work_in_process_ms"] / seen["work_in_thread_ms"] < 2.5
    assert (seen["tids"], seen["listed_by_kernel"], seen["one_pid"], seen["main_tid_is_pid"]) == (3, True, True, True)


def test_cores(facts: Run) -> None:
    seen = facts("threads.cores")
    assert seen["cores_usable"] == len(os.sched_getaffinity(0))
    # More cores than there are workers cannot be in use; fewer may be, on a busy machine. The margin is for the clocks.
    for key in ("python_by_threads", "python_by_processes", "hashing_by_threads"):
        assert 0 < seen[key] < seen["workers"] + 0.3
    if seen["gil"]:
        assert seen["python_by_threads"] < 1.3
    assert seen["elapsed"] >= 0.2


def test_tcp(facts: Run) -> None:
    seen = facts("network.tcp")
    assert seen["sent"] == seen["received"] == 1 << 20
    assert seen["identical"]
    assert seen["server_exit"] == 0
    assert seen["pieces"] > seen["sends"]
    assert 0 < seen["send_took"] < seen["given"]
    assert seen["then"] == "EAGAIN"
    assert (seen["without_reuse"], seen["with_reuse"]) == ("EADDRINUSE", "ok")


def test_udp(facts: Run) -> None:
    seen = facts("network.udp")
    assert seen["sizes"] == [1, 2, 9000]
    assert seen["second_client"].startswith("second client")
    assert (seen["cut"], seen["too_long"], seen["empty_datagram"]) == ("0123", "EMSGSIZE", "")
    assert seen["nothing_came"] == "timed out"
    assert (seen["server_exit"], seen["refused"]) == (0, "ECONNREFUSED")


@pytest.mark.parametrize(
    ("topic", "children", "threads"),
    [("network.fork_server", 100, 1), ("network.thread_server", 0, 101), ("network.selector_server", 0, 1)],
)
def test_server(facts: Run, topic: str, children: int, threads: int) -> None:
    seen = facts(topic)
    assert seen["at_once"] == 100
    assert (seen["server_children"], seen["server_threads"]) == (children, threads)
    assert (seen["complete"], seen["identical"]) == (100, 100)
    assert (seen["last_client_got"], seen["server_exit"], seen["port_closed"]) == ("", 0, True)


def test_bus_ride(facts: Run) -> None:
    seen = facts("bus_ride")
    messages = ["老司机开车了", "车速有点快，系好安全带", "到站了请下车"]
    for bus in ("bus", "bus_fork", "bus_keyboard"):
        assert seen[f"{bus}_kill"] == messages
        assert seen[f"{bus}_keys"] == messages
        assert seen[f"{bus}_waits"]
        assert (seen[f"{bus}_kill_exit"], seen[f"{bus}_keys_exit"]) == (0, 0)


@pytest.mark.parametrize("topic", ["signals.table", "ipc.pipe", "sync.producer_consumer"])
def test_facts_do_not_depend_on_the_language(facts: Run, topic: str) -> None:
    zh, en = (facts(topic, lang=lang) for lang in ("zh", "en"))
    assert zh.keys() == en.keys()
    assert {**zh, "most_on_shelf": 0} == {**en, "most_on_shelf": 0}  # that one depends on the machine's mood
