"""Mistakes that look alike: each is told from the others."""

from __future__ import annotations

from dataclasses import replace

from grader.model import CheckResult, Event, Relay
from tests.evidence import Ride, alive, arrived, ended, event, facts, leaving, output, released, startup, words
from tests.rides import ARRIVAL, CRASH, DEPARTURE, NAME, SEATBELT, STRAY, TOLD, deaf, died, ride, state

USR1_KILLS = ended("driver", status=None, killed_by="SIGUSR1")


def test_a_keyboard_interrupt_is_the_default_action_of_sigint() -> None:
    crash = output(CRASH + "KeyboardInterrupt\n")
    results = Ride().both("departure", crash, ended("conductor", status=1), facts("driver", "after")).judge()
    assert results["departure.relay"].diagnosis == "killed-by-default"


def test_an_end_that_the_system_does_not_explain_is_read_off_the_masks() -> None:
    unexplained = ended("conductor", status=None)
    made = deaf(Ride(), "conductor", "SIGINT")
    results = made.both("seatbelt", unexplained, before=state({"caught": ("SIGINT",)})).judge()
    assert results["seatbelt.relay"].diagnosis == "killed-by-default"
    caught = Ride().both("seatbelt", unexplained, before=state()).judge()
    assert caught["seatbelt.relay"].diagnosis == "no-relay"


def test_the_printer_killed_by_the_relayed_signal_keeps_the_relay() -> None:
    made = deaf(Ride(), "driver", "SIGINT")
    made.journey("departure", USR1_KILLS, before=state(printer={"caught": ("SIGINT",)}))
    results = made.held("departure", arrived(DEPARTURE), released(DEPARTURE), USR1_KILLS).judge()
    assert results["departure.relay"].status == "pass"
    assert results["departure.message"].diagnosis == "killed-by-default"


def test_a_signal_to_itself_is_told_from_an_inherited_handler() -> None:
    made = Ride().both("arrival", output(DEPARTURE.message), *alive())
    assert made.judge()["arrival.message"].diagnosis == "relay-to-itself"
    made.held("arrival", *TOLD, output(DEPARTURE.message), *alive())
    assert made.judge()["arrival.message"].diagnosis == "inherited-handler"


def test_one_relayed_signal_for_both_is_told_where_it_is_printed_again() -> None:
    made = Ride().journey("seatbelt", output(DEPARTURE.message), *alive())
    made.held("seatbelt", arrived(SEATBELT, "SIGUSR1"), released(SEATBELT), *alive())
    results = made.judge()
    assert {results[f"{check}"].diagnosis for check in ("departure.message", "seatbelt.message", "seatbelt.relay")} == {
        "other-relayed-signal"
    }


def test_a_key_that_ends_a_process_is_told_from_a_relay_that_does() -> None:
    def key_ends(*seen: Event) -> str | None:
        made = Ride().play("keyboard", "departure", output(DEPARTURE.message), *seen)
        return made.judge()["keyboard.interrupt"].diagnosis

    assert key_ends(ended("conductor", status=None, killed_by="SIGINT")) == "killed-by-key"
    assert key_ends(ended("conductor")) == "left-after-key"
    assert key_ends(ended("conductor", status=None, killed_by="SIGUSR1")) == "relay-to-group"
    assert key_ends(output(ARRIVAL.message), ended("conductor", status=1), ended("driver")) == "relay-to-group"
    assert key_ends(ended("conductor", status=None), STRAY) == "relay-to-group"
    assert key_ends(output(CRASH + NAME), ended("driver", status=1)) == "handler-error"
    assert key_ends(output(CRASH + NAME), ended("driver", status=None)) == "handler-error"
    assert key_ends(output(CRASH + "KeyboardInterrupt\n"), ended("driver", status=1)) == "killed-by-key"
    assert key_ends(output(CRASH + NAME), ended("driver", status=None, killed_by="SIGINT")) == "killed-by-key"


def test_the_key_names_the_process_that_ended_first() -> None:
    made = Ride().play("keyboard", "departure", output(DEPARTURE.message), ended("conductor"), ended("driver"))
    assert words(made.judge()["keyboard.interrupt"].observed) == "The conductor left after Ctrl+C."


def test_where_both_stay_after_the_last_key_it_is_the_conductor_that_is_to_leave() -> None:
    made = Ride().play("keyboard", "arrival", output(ARRIVAL.message), *alive())
    assert made.judge()["keyboard.suspend"].diagnosis == "conductor-never-leaves"


def test_a_text_that_two_lines_print_was_not_sent_to_the_group() -> None:
    twice = ride("print('老司机开车了')", "print('老司机开车了，下一圈')")
    made = twice.journey("arrival", output(ARRIVAL.message + DEPARTURE.message), *leaving())
    result = made.judge()["departure.message"]
    assert (result.diagnosis, result.line) == ("printed-again", 3)
    made.journey("arrival", output(ARRIVAL.message + DEPARTURE.message), STRAY, *leaving())
    assert made.judge()["departure.message"].diagnosis == "relay-to-group"


def test_how_far_the_signal_came_is_said_where_nothing_was_printed() -> None:
    def said(made: Ride, check: str = "departure.message") -> str:
        result = made.judge()[check]
        assert result.diagnosis == "nothing-printed"
        return f"{words(result.observed)} {words(result.hint)}"

    silent = Ride().journey("departure", *alive())
    assert "SIGUSR1 reached the driver" in said(silent)
    assert "First mend [departure.relay]" in said(silent.held("departure", released(DEPARTURE), *alive()))
    assert "After SIGINT nothing was printed." in said(silent.without("held", "departure"))
    untouched = event("untouched", "driver")
    assert "First mend [departure.relay]" in said(silent.journey("departure", *alive(), untouched))
    no_key = ride("os.setsid()").play("keyboard", "departure", *alive())
    assert "foreground group: keep the conductor in it. (line 2;" in said(no_key, "keyboard.interrupt")


def test_two_relays_with_each_others_signal_are_swapped() -> None:
    def crossed(relay: Relay, signal: str) -> tuple[Event, ...]:
        return (arrived(relay, signal), released(relay), *alive())

    made = Ride().held("departure", *crossed(DEPARTURE, "SIGUSR2"))
    assert "send SIGUSR1 alone" in words(made.judge()["departure.relay"].hint)
    results = made.held("seatbelt", *crossed(SEATBELT, "SIGUSR1")).judge()
    assert {results[check].diagnosis for check in ("departure.relay", "seatbelt.relay")} == {"other-relayed-signal"}
    assert "SIGQUIT and SIGINT are mixed up" in words(results["seatbelt.relay"].hint)


def test_a_relayed_signal_that_ends_a_helper_went_to_it() -> None:
    killed = ended(None, status=None, killed_by="SIGUSR1")
    assert Ride().both("arrival", killed, *alive()).judge()["arrival.relay"].diagnosis == "relay-to-wrong-process"


def test_among_several_processes_the_pid_may_be_anothers() -> None:
    made = ride("os.kill(helper.pid, signal.SIGUSR1)").both("arrival", *alive())
    assert "In its handler for SIGTSTP" in words(made.judge()["arrival.relay"].hint)
    made.start = [replace(e, data={**e.data, "processes": 4}) if e.event == "roles" else e for e in startup()]
    result = made.judge()["arrival.relay"]
    assert (result.diagnosis, result.line) == ("no-relay", 2)
    assert "the program has 4 processes" in words(result.hint)


def test_a_conductor_that_was_killed_at_the_last_stop_passes_with_a_remark() -> None:
    def order(killed_by: str, *lines: str) -> CheckResult:
        over = (ended("conductor", status=None, killed_by=killed_by), ended("driver"))
        return ride(*lines).journey("arrival", output(ARRIVAL.message), *over).judge()["exit.order"]

    for signal, line in ("SIGKILL", "os.kill(p.pid, signal.SIGKILL)"), ("SIGTERM", "p.terminate()"):
        result = order(signal, line)
        assert (result.status, result.points, result.diagnosis, result.line) == ("pass", 20, "conductor-killed", 2)
        assert words(result.observed) == f"The conductor was ended by {signal}, then the driver left."
    by_itself = order("SIGTERM", "os.kill(os.getpid(), signal.SIGTERM)", "p.terminate()")
    unknown = order("SIGHUP")
    assert {(each.status, each.hint) for each in (by_itself, unknown)} == {("pass", None)}


def test_the_traceback_of_a_child_tells_of_its_death_where_only_the_drivers_end_was_seen() -> None:
    assert died(CRASH, NAME).judge()["processes"].diagnosis == "died-at-start"
    assert died("Process Process-1:\n", CRASH, NAME).judge()["processes"].diagnosis == "child-died-at-start"


def looping(signal: str) -> Ride:
    return ride("def go(s, f):", " while True: signal.pause()", f"signal.signal({signal}, go)")


def test_a_handler_that_loops_after_the_last_message_was_to_leave_not_to_return() -> None:
    made = looping("signal.SIGUSR1").journey("arrival", output(ARRIVAL.message), *alive())
    result = made.judge()["exit.order"]
    assert (result.diagnosis, result.line) == ("conductor-never-leaves", 3)
    assert made.journey("arrival", *alive()).judge()["exit.order"].diagnosis == "handler-never-returns"


def test_a_loop_stands_in_a_handler_for_a_signal_that_the_process_is_asked_to_act_on() -> None:
    def driver_stays(signal: str) -> str | None:
        made = looping(signal).held("arrival", *TOLD, ended("conductor"), facts("driver", "after"))
        return made.judge()["exit.waits"].diagnosis

    assert driver_stays("signal.SIGTSTP") == driver_stays("signal.SIGUSR2") == "handler-never-returns"
    assert driver_stays("number") == "handler-never-returns"
    assert driver_stays("signal.SIGQUIT") == "driver-never-leaves"


def test_text_that_comes_when_its_printer_ends_was_never_flushed() -> None:
    made = Ride().journey("departure", *alive())
    made.journey("arrival", output(ARRIVAL.message), ended("conductor"), output(DEPARTURE.message), ended("driver"))
    assert made.judge()["departure.message"].diagnosis == "never-flushed"


def test_another_signal_than_the_homeworks_is_no_other_way() -> None:
    made = ride("os.kill(boss, signal.SIGTERM)").held("departure", released(DEPARTURE), *alive())
    assert made.judge()["departure.relay"].diagnosis == "other-relayed-signal"


def test_a_signal_of_another_kind_was_sent_where_the_printer_has_a_handler_for_it() -> None:
    """Without one it is a way of ending the printer."""

    def relayed_by_term(caught: tuple[str, ...]) -> str | None:
        made = Ride().held(
            "departure",
            arrived(DEPARTURE, "SIGTERM"),
            released(DEPARTURE),
            *alive(),
            before=state({}, {"caught": caught}),
        )
        return made.judge()["departure.relay"].diagnosis

    assert relayed_by_term(("SIGTERM", "SIGUSR1")) == "other-relayed-signal"
    assert relayed_by_term(("SIGUSR1",)) == "other-way"


def test_what_was_printed_is_quoted_without_its_escapes() -> None:
    said = "\x1b[31m系好安全带，小心甩出去" + "！" * 200
    result = Ride().journey("seatbelt", output(said), *alive()).judge()["seatbelt.message"]
    assert "\x1b" not in words(result.observed) and "…" in words(result.observed)
