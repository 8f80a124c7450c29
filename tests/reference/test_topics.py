"""The facts of the topics about processes, their ways to talk, and signals: what was measured, not the words."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]
ALARM_ROUNDING = 1  # second: alarm() returns whole seconds, and a busy machine may pause us between two measurements


def test_process_objects(facts: Run) -> None:
    seen = facts("processes.objects")
    assert (seen["name"], seen["name_in_child"]) == ("worker-7", "worker-7")
    assert seen["pid_before_start"] is None
    assert seen["pid_agrees"]
    assert seen["parent_agrees"]
    assert seen["daemon"] is False
    assert "started" in seen["daemon_after_start"]
    assert (seen["normal_waited_for"], seen["normal_finished"]) == (True, True)
    assert (seen["daemon_waited_for"], seen["daemon_finished"]) == (False, False)
    assert seen["daemon_finished_after_kill"]


def test_own_process_class(facts: Run) -> None:
    seen = facts("processes.own_class")
    assert seen["squares"] == [36, 49]
    assert seen["in_children"]
    assert seen["run_called_in_parent"]
    assert seen["forgot_init"] == "AttributeError"


def test_pool(facts: Run) -> None:
    seen = facts("processes.pool")
    assert seen["all_right"]
    assert 1 <= seen["processes_used"] <= seen["workers"] < seen["tasks"]
    assert seen["successful"] is False
    assert seen["raised_by_get"] == "ZeroDivisionError"
    assert "not running" in seen["after_close"]
    assert seen["pool_seconds"] < seen["process_per_task_seconds"]


def test_start_methods(facts: Run) -> None:
    seen = facts("processes.start_methods")
    assert seen["fork_variable"] == "changed by the parent"
    assert seen["spawn_variable"] == "as imported"
    assert (seen["fork_has_handler"], seen["spawn_has_handler"]) == (True, False)
    assert seen["fork_parent_is_me"]
    assert seen["spawn_parent_is_me"]
    assert seen["default"] == ("fork" if sys.version_info < (3, 14) else "forkserver")


def test_pipe(facts: Run) -> None:
    seen = facts("ipc.pipe")
    assert (seen["duplex_kind"], seen["one_way_kind"]) == ("socket", "pipe")
    assert seen["echoed"]
    assert seen["child_saw_eof"]
    assert (seen["fd1"], seen["fd2"]) == ([True, False], [False, True])
    assert seen["send_on_reader"] == "connection is read-only"
    assert (seen["still_there_after_close"], seen["then"]) == ("last words", "EOFError")
    assert (seen["eof_while_child_has_a_copy"], seen["eof_after_child_ended"]) == (False, True)
    assert seen["write_without_reader"] == "BrokenPipeError"


def test_queue(facts: Run) -> None:
    seen = facts("ipc.queue")
    assert seen["in_order"]
    assert (seen["empty_at_first"], seen["full_at_first"]) == (True, False)
    assert (seen["qsize"], seen["full"]) == (2, True)
    assert (seen["put_blocked"], seen["put_at_once"], seen["get_blocked"]) == ("Full", "Full", "Empty")
    assert seen["put_waited"] >= 0.1
    assert seen["get_waited"] >= 0.1
    assert seen["got"] == ["a", "b"]
    assert (seen["qsize_after_put"], seen["empty_soon_after"]) == (1, False)
    assert seen["put_after_close"] == "ValueError"


def test_shared_memory(facts: Run) -> None:
    seen = facts("ipc.shared_memory")
    assert 0 < seen["lost_without_lock"] < seen["additions"]
    assert 0 < seen["lost_with_each_step_locked"] < seen["additions"]
    assert seen["lost_with_get_lock"] == 0
    assert seen["array"] == [0, 1, 4, 9, 16, 25]
    assert seen["plain_list"] == [0] * 6
    assert (seen["block"], seen["after_unlink"]) == ("hello", "FileNotFoundError")


def test_table_of_signals(facts: Run) -> None:
    seen = facts("signals.table")
    assert seen["signals"] == 31
    assert seen["missing"] == []
    assert seen["actions"] == ["continue", "core", "ignore", "stop", "terminate"]
    assert set(seen["unknown_to_shell"]) <= {"STKFLT"}  # some shells do not name the one that nobody uses
    known = {"SIGHUP", "SIGINT", "SIGQUIT", "SIGTSTP", "SIGKILL", "SIGSTOP", "SIGALRM", "SIGCHLD"}
    assert known <= set(seen["numbers"])
    assert (seen["numbers"]["SIGINT"], seen["numbers"]["SIGKILL"]) == (2, 9)
    assert (seen["siguser1_exists"], seen["sigusr1_exists"]) == (False, True)
    assert seen["real_time"] == [signal.SIGRTMIN, signal.SIGRTMAX]


def test_default_actions(facts: Run) -> None:
    seen = facts("signals.defaults")
    assert seen["disagree"] == []
    assert seen["tried"] == 31
    assert {name: value for name, value in seen.items() if name.startswith("SIG")} == {
        "SIGHUP": "terminate",
        "SIGINT": "terminate",
        "SIGQUIT": "core" if seen["core_seen"] else "terminate",
        "SIGTSTP": "stop",
        "SIGKILL": "terminate",
        "SIGSTOP": "stop",
        "SIGALRM": "terminate",
        "SIGCHLD": "ignore",
        "SIGCONT": "continue",
        "SIGRTMIN": "terminate",
    }
    assert (seen["python_ignores_sigpipe"], seen["python_ignores_sigxfsz"]) == (True, True)
    assert seen["python_catches_sigint"] == "default_int_handler"


def test_kill(facts: Run) -> None:
    seen = facts("signals.kill")
    assert (seen["os_kill"], seen["sent_by_me"]) == ("SIGUSR1", True)
    assert (seen["kill_name"], seen["kill_name_sent_by_shell"]) == ("SIGUSR2", True)
    assert (seen["kill_number"], seen["kill_number_sent_by_shell"]) == ("SIGUSR1", True)
    assert (seen["killpg"], seen["negative_pid"], seen["kill_default"]) == ("SIGUSR2", "SIGUSR1", "SIGTERM")
    assert seen["zombie_can_be_signalled"]
    assert seen["after_reaping"] == "ProcessLookupError"


def test_alarm(facts: Run) -> None:
    seen = facts("signals.alarm")
    assert seen["first_call_returned"] == 0
    assert abs(seen["second_call_returned"] - seen["left_exactly"]) <= ALARM_ROUNDING
    assert 30 - seen["elapsed"] == pytest.approx(seen["left_exactly"])
    assert seen["elapsed"] >= 1.3
    assert seen["rings"] == 1  # two clocks were set
    assert seen["rang_after"] >= 0.9
    assert seen["clock_left"] == 0
    assert abs(seen["alarm_sees_itimer"] - 20.5) <= ALARM_ROUNDING
    assert seen["after_cancel"] == 0
    assert seen["left_in_child"] == 0
    assert 0 < seen["left_in_parent"] <= 20


def test_asynchronous(facts: Run) -> None:
    seen = facts("signals.asynchronous")
    assert seen["interruptions_alone"] == 0
    assert seen["interruptions"] > 0
    assert seen["in_the_middle"]
    assert seen["disturbed"] == seen["alone"] == sum(step * step for step in range(400_000))
    assert seen["interruptions_of_sleep"] > 0
    assert seen["slept"] >= 0.2
    assert seen["event_loop_got"] == "ready"
    assert seen["counted_meanwhile"] >= 100
    assert seen["thread_called_back"]
    assert seen["signals_needed"] == 0


def test_pause(facts: Run) -> None:
    seen = facts("signals.pause")
    assert (seen["handled"], seen["woken"], seen["state"]) == (1, False, "S")
    assert seen["after_further_signal"] == "woken"
    assert (seen["kept"], seen["sigwait"]) == (True, "SIGUSR1")
    assert seen["nothing"] is None
    assert seen["waited"] >= 0.1
    assert seen["something"]


def test_handlers(facts: Run) -> None:
    seen = facts("signals.handlers")
    assert (seen["sig_dfl"], seen["sig_ign"]) == ("killed by SIGUSR1", "lived on")
    assert seen["returned_old_handler"]
    assert seen["now"]
    assert (seen["sig"], seen["interrupted"]) == ("SIGUSR1", "interrupted_here")
    assert seen["sent_by_thread_handled_in"] == "MainThread"
    assert "main thread" in seen["signal_in_thread"]
    assert (seen["SIGKILL"], seen["SIGSTOP"]) == ("EINVAL", "EINVAL")


def test_sigchld(facts: Run) -> None:
    seen = facts("signals.sigchld")
    assert (seen["state"], seen["is_my_child"], seen["exit_status"], seen["state_after_wait"]) == ("Z", True, 3, "")
    assert (seen["state_when_ignored"], seen["wait_when_ignored"]) == ("", "ChildProcessError")
    assert seen["subprocess_exit_3_reported"] == 0
    assert seen["statuses"] == list(range(seen["children"]))
    assert seen["handler_calls"] < seen["children"]
    assert seen["left"] == 0
    assert seen["sigchld_for"] == ["CLD_STOPPED", "CLD_CONTINUED", "CLD_KILLED"]
