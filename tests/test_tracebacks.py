"""Tracebacks as Python prints them, on the terminal of a program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis.tracebacks import Crash, crashes
from grader.text import without_source

PLAIN = """\
Traceback (most recent call last):\r
  File "/tmp/x/bus.py", line 41, in <module>\r
    os.wait()\r
  File "/tmp/x/bus.py", line 12, in go\r
    self.speed += Speed\r
NameError: name 'Speed' is not defined\r
"""


def test_the_innermost_line_of_the_students_file() -> None:
    assert crashes(PLAIN, "submissions/bus.py") == (Crash("NameError", "name 'Speed' is not defined", 12, False),)


def test_a_file_of_another_name_counts_where_it_is_not_pythons_own() -> None:
    library = '  File "/usr/lib/python3.11/multiprocessing/process.py", line 314, in _bootstrap\n'
    text = PLAIN.replace("NameError", library + "NameError")
    assert crashes(text, "other.py")[0].line == 12
    assert crashes(text, "bus.py")[0].line == 12


def test_a_file_whose_name_has_quotes() -> None:
    """Python does not escape them."""
    text = PLAIN.replace("bus.py", 'my "bus".py')
    assert crashes(text, 'submissions/my "bus".py')[0].line == 12
    assert "os.wait()" not in without_source(text.replace("\r", ""))


def test_multiprocessing_says_that_it_is_the_child() -> None:
    found = crashes("Process Process-1:\r\n" + PLAIN + PLAIN, "bus.py")
    assert [crash.child for crash in found] == [True, False]
    after_prompt = crashes("乘客: Process Process-1:\n" + PLAIN, "bus.py")
    assert [crash.child for crash in after_prompt] == [True]


def test_colours_of_newer_pythons_are_dropped() -> None:
    text = PLAIN.replace("NameError:", "\x1b[1;35mNameError\x1b[0m:").replace("File ", "File \x1b[35m")
    assert crashes(text, "bus.py")[0].exception == "NameError"


def test_a_syntax_error_has_no_traceback_above_it() -> None:
    text = '  File "bus.py", line 27\n    print "x"\n    ^^^^^\nSyntaxError: invalid syntax\n'
    assert crashes(text, "bus.py") == (Crash("SyntaxError", "invalid syntax", 27, False),)


def test_a_file_that_cannot_be_decoded_has_no_frame_at_all() -> None:
    text = "SyntaxError: Non-UTF-8 code starting with '\\xcb' in file /tmp/bus.py on line 3, but no encoding"
    assert (crashes(text, "bus.py")[0].exception, crashes(text, "bus.py")[0].line) == ("SyntaxError", 3)


def test_a_message_that_begins_on_the_next_line() -> None:
    text = '  File "bus.py", line 3, in f\nRuntimeError: \n      An attempt has been made\n      to start a new\n'
    assert crashes(text, "bus.py")[0].message == "An attempt has been made to start a new"


@pytest.mark.parametrize("said", ["KeyboardInterrupt", "subprocess.TimeoutExpired: 3 s", "bus.Arrived"])
def test_names_of_exceptions(said: str) -> None:
    (found,) = crashes(f'  File "bus.py", line 1, in f\n{said}\n', "bus.py")
    assert found.said == said


def test_chatter_between_the_lines_is_no_exception() -> None:
    text = PLAIN.replace("NameError", "司机: 踩油门\nok\nNameError")
    assert [crash.exception for crash in crashes(text, "bus.py")] == ["NameError"]


@given(st.text(), st.lists(st.sampled_from(PLAIN.splitlines(keepends=True)), max_size=8))
def test_whatever_is_printed_it_never_raises(noise: str, lines: list[str]) -> None:
    assert all(crash.exception for crash in crashes(noise.join(lines) + noise, "bus.py"))
