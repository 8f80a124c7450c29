"""Mistakes that look alike: each is told from the others."""

from __future__ import annotations

from tests.evidence import Ride, alive, arrived, ended, facts, output, released, words
from tests.rides import ARRIVAL, CRASH, DEPARTURE, SEATBELT, TOLD, ride, state

USR1_KILLS = ended("driver", status=None, killed_by="SIGUSR1")


def test_a_keyboard_interrupt_is_the_default_action_of_sigint() -> None:
    crash = output(CRASH + "KeyboardInterrupt\n")
    results = Ride().both("departure", crash, ended("conductor", status=1), facts("driver", "after")).judge()
    assert results["departure.relay"].diagnosis == "killed-by-default"


def test_an_end_that_the_system_does_not_explain_is_read_off_the_masks() -> None:
    unexplained = ended("conductor", status=None)
    results = Ride().both("seatbelt", unexplained, before=state({"caught": ("SIGINT",)})).judge()
    assert results["seatbelt.relay"].diagnosis == "killed-by-default"
    caught = Ride().both("seatbelt", unexplained, before=state()).judge()
    assert caught["seatbelt.relay"].diagnosis == "no-relay"


def test_the_printer_killed_by_the_relayed_signal_keeps_the_relay() -> None:
    made = Ride().journey("departure", USR1_KILLS, before=state(printer={"caught": ("SIGINT",)}))
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
