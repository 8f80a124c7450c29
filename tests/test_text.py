"""Sentences without a language, and what a program wrote inside them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.model import Text
from grader.text import QUOTED, T, listed, quote, role_name, without_escapes
from tests.evidence import words


def test_a_sentence_keeps_its_values() -> None:
    assert T("{who} left", who=role_name("driver")) == Text("{who} left", {"who": Text("driver", {})})
    assert words(T("The {who} left.", who=role_name("conductor"))) == "The conductor left."


def test_escape_sequences_go() -> None:
    assert without_escapes("\x1b[1;31mred\x1b[m \x1b]8;;http://x\x1b\\link\x1b(B \x1bP1q\x9c.") == "red link ."


def test_an_escape_sequence_without_its_end_hides_nothing() -> None:
    assert "到站了" in without_escapes("\x1b]0;到站了")


def test_a_quotation_is_one_line_without_control_characters() -> None:
    assert quote("a\r\n\tb\x00c\u202ed\x1b[2J") == "a b c d"
    assert quote("x" * 500) == "x" * (QUOTED - 1) + "…"


def test_names_are_joined() -> None:
    assert listed(("SIGINT", "SIGHUP")) == "SIGINT, SIGHUP"


@given(st.text())
def test_a_quotation_is_always_fit_to_print(text: str) -> None:
    assert len(quote(text)) <= QUOTED
    assert quote(text).isprintable()
