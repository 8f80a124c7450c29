"""Names and numbers of signals, and sets of them as the kernel prints them."""

from __future__ import annotations

import signal

import pytest

from grader.kernel import signals


@pytest.mark.parametrize("signum", range(1, 65))
def test_a_name_leads_back_to_its_number(signum: int) -> None:
    name = signals.name(signum)
    assert signals.number(name) == signum
    assert signals.names(1 << (signum - 1)) == (name,)


def test_real_time_signals_count_from_the_first() -> None:
    assert signals.name(signal.SIGRTMIN) == "SIGRTMIN"
    assert signals.name(signal.SIGRTMIN + 5) == "SIGRTMIN+5"
    assert signals.name(signal.SIGRTMAX) == "SIGRTMAX"


def test_the_numbers_glibc_keeps_have_a_name_too() -> None:
    kept = set(range(1, 65)) - set(signal.valid_signals())
    assert {signals.name(signum) for signum in kept} == {f"SIG{signum}" for signum in kept}


def test_an_unknown_name_is_an_error_that_says_it() -> None:
    with pytest.raises(ValueError, match="SIGBUSY"):
        signals.number("SIGBUSY")
    with pytest.raises(ValueError, match="SIGBUSY"):
        signals.mask(["SIGINT", "SIGBUSY"])


def test_a_mask_is_as_proc_shows_it() -> None:
    """Bit n-1 stands for signal n: SIGINT 2, SIGQUIT 3, SIGUSR1 10."""
    assert signals.mask(["SIGINT", "SIGQUIT", "SIGUSR1"]) == 0b10_0000_0110
    assert signals.mask([]) == 0


def test_names_come_in_the_order_of_the_numbers() -> None:
    assert signals.names(signals.mask(["SIGUSR2", "SIGINT", "SIGTSTP"])) == ("SIGINT", "SIGUSR2", "SIGTSTP")
    assert len(signals.names(signals.ALL)) == 64
