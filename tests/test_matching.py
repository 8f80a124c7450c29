"""What counts as the message, and how often."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.matching import count, in_other_encoding, nearest, normalised
from tests.evidence import BUS

DEPARTURE, SEATBELT, ARRIVAL = BUS.relays


@pytest.mark.parametrize(
    "printed",
    [
        "老司机开车了",
        "司机：老司机，开车了！\r\n",
        "老 司 机\n开 车 了",
        "🚌老司机🚌开车了🚌",
        "\x1b[31m老司机\x1b[0m开车了",
        "\x1b]0;title\x07老司机开车了",
        "老\x1b[1m司\x9b0m机开车了",
        "12:30:01 [driver] 老司机开车了 (pid 7)",
        "老＿司_机·开~车…了",
    ],
)
def test_decoration_does_not_matter(printed: str) -> None:
    assert count(DEPARTURE, printed) == 1


@pytest.mark.parametrize(
    "printed",
    ["", "老司机", "开车了老司机", "老司机快开车了", "老司機開車了", "老司机2开车了", "\x1b]0;老司机开车了\x07"],
)
def test_other_wording_does_not_match(printed: str) -> None:
    assert count(DEPARTURE, printed) == 0


def test_width_and_composition_are_folded() -> None:
    relay = dataclasses.replace(DEPARTURE, message="Café 123")
    assert count(relay, "ＣＡＦＥ １２３") == 0
    assert count(relay, "Ｃａｆｅ\u0301！１２３") == 1


def test_marks_and_digits_are_kept() -> None:
    assert normalised("a\u0301\u0323 ४2 ²½Ⅷ_-") == unicodedata.normalize("NFKC", "a\u0301\u0323") + "४2212VIII"


def test_each_occurrence_counts() -> None:
    assert count(DEPARTURE, "老司机开车了老司机开车了\n老司机开车了") == 3


@pytest.mark.parametrize(
    "printed",
    [
        'Traceback (most recent call last):\r\n  File "bus.py", line 3, in h\r\n    pritn("老司机开车了")\r\n'
        "    ^^^^^\r\nNameError: name 'pritn' is not defined\r\n",
        '  \x1b[35mFile \x1b[35m"bus.py"\x1b[0m, line \x1b[35m3\x1b[0m\n    print("老司机开车了"\n         ^\n!\n',
        '  File "bus.py", line 3, in h\n    print("老司机开车了"\n          + 1)\n    ~~~~~~^^^\nTypeError: bad',
        'bus.py:3: SyntaxWarning: invalid escape sequence\r\n  print("老司机开车了\\ ")\r\n',
    ],
)
def test_source_that_python_quotes_was_not_printed(printed: str) -> None:
    assert count(DEPARTURE, printed) == 0
    assert nearest(DEPARTURE.message, printed) is None
    assert count(DEPARTURE, f"{printed}老司机开车了\n{printed}") == 1


def test_the_words_of_an_exception_are_printed() -> None:
    text = '  File "bus.py", line 3, in h\n    raise Away("老司机开车了")\n__main__.Away: 老司机开车了\n'
    assert count(DEPARTURE, text) == 1
    assert count(DEPARTURE, "    老司机开车了\n  warning: 老司机开车了\n") == 2, "indented alone is no quotation"


def test_accepted_wordings_count_once_where_one_contains_the_other() -> None:
    relay = dataclasses.replace(DEPARTURE, accepted=("开车了", "We are leaving!", "***"))
    assert count(relay, "老司机开车了") == 1
    assert count(relay, "开车了, we are leaving, We are leaving") == 2


def test_a_message_of_punctuation_alone_never_matches() -> None:
    assert count(dataclasses.replace(DEPARTURE, message="!!!"), "!!! anything") == 0


def test_the_nearest_line_is_shown_as_it_was_printed() -> None:
    printed = "售票员: 卖出第 3 张票\r\n  [12:01] 系好安全带，小心甩出去！\r\n下一站\r\n"
    assert nearest(SEATBELT.message, printed) == "[12:01] 系好安全带，小心甩出去！"


def test_no_line_is_near_when_nothing_is_shared() -> None:
    assert nearest(SEATBELT.message, "hello\n\n12345\n") is None


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_the_bytes_of_another_encoding_are_told(encoding: str) -> None:
    message = "到站了請下車" if encoding == "big5" else "到站了请下车"
    relay = dataclasses.replace(ARRIVAL, message=message)
    shown = message.encode(encoding).decode("utf-8", "backslashreplace")
    assert count(relay, shown) == 0
    assert in_other_encoding(relay, shown + "\r\n") == encoding


def test_other_bytes_are_in_no_encoding() -> None:
    assert in_other_encoding(ARRIVAL, "\\xff\\xfe\\x00") is None
    assert in_other_encoding(ARRIVAL, "到站了") is None


@given(st.text())
def test_normalising_keeps_letters_marks_and_digits_only(text: str) -> None:
    kept = normalised(text)
    assert all(unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd" for char in kept)


@given(st.text(alphabet=st.characters(categories=["P", "S", "Zs"])), st.integers(0, 4), st.integers(0, 9))
def test_a_message_is_found_however_it_is_decorated(noise: str, times: int, cut: int) -> None:
    message = DEPARTURE.message
    at = cut % len(message)
    # U+00A8 and its kin become a space and a combining mark in NFKC, which is a mark the message does not have.
    plain = "".join(char for char in noise if not normalised(char))
    assert count(DEPARTURE, f"{message[:at]}{plain}{message[at:]}{plain}" * times) == times


@given(st.text(), st.text())
def test_the_nearest_line_never_raises(message: str, printed: str) -> None:
    found = nearest(message, printed)
    assert found is None or found == found.strip()


@given(st.text())
def test_reading_bytes_back_never_raises(printed: str) -> None:
    assert in_other_encoding(ARRIVAL, printed + "\\xd5") in (None, "gb18030", "big5")
