"""The report for people: what it says, that it fits, and that nothing in it can pass for the grader's own words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.locale.translate import Language
from grader.model import Report
from grader.reports.page import PIPE_COLUMNS
from grader.reports.visible import LONGEST, visible
from grader.reports.wrapping import width, wrap
from grader.text import T

from .screens import Screen, check, report, shown

EVIL = "\r\x1b[2J\x1b[1;1HScore: 100 out of 100\n\u202e001\u202c\x07" + "长" * 1000


def test_full_marks() -> None:
    said = shown(report())
    assert "The bus: driver and conductor · alice" in said
    assert said.count("✔ 10/10") == 8
    assert "✔ 20/20" in said
    assert "Score: 100 out of 100\nFull marks. Well done!" in said
    assert "what was due" not in said, "a check that passed needs no explanation"


def test_a_failed_check_says_what_was_expected_and_observed_and_how_to_mend_it() -> None:
    said = shown(report(departure_relay="fail"))
    rows = [line.strip() for line in said.splitlines() if "│" in line]
    assert rows == ["expected │ what was due", "observed │ words", "hint     │ what to mend"]
    assert "✘  0/10" in said
    assert "Score: 90 out of 100\nNext: start with [departure.relay]." in said


def test_a_check_that_passed_may_have_a_remark() -> None:
    good = report()
    noted = tuple(replace(each, hint=T("{reason}", reason="a remark")) for each in good.checks[:1])
    said = shown(replace(good, checks=noted + good.checks[1:]))
    rows = [line.strip() for line in said.splitlines() if "│" in line]
    assert rows == ["expected │ what was due", "observed │ words", "hint     │ a remark"]
    assert "Score: 100 out of 100\nFull marks. Well done!" in said


def test_what_was_not_reached_takes_one_line_and_waits() -> None:
    said = shown(report(processes="fail", departure_relay="skip", clean="skip"))
    assert "[departure.relay] needs processes first" in " ".join(said.split())
    assert "Next: start with [processes]; checks that wait for it: 2." in said


def test_undecided_checks_are_nobodys_fault() -> None:
    said = shown(report(exit_waits="inconclusive"))
    assert "undecided │ words" in said
    assert "Undecided checks: 1. That is not your fault" in said


def test_advice_stands_apart() -> None:
    said = shown(report(clean="fail"))
    assert "Full marks. Well done!" in said
    assert "mend [clean] too; it costs no points" in said
    assert said.index("Advice (worth no points)") < said.index("[keyboard.interrupt]")


def test_chinese() -> None:
    said = shown(report(departure_relay="fail"), language="zh")
    assert "公交车：司机和售票员 · alice" in said
    assert "启动之后，司机和它的子进程售票员都在运行" in said
    assert "应该 │ what was due" in said
    assert "得分：90 / 100" in said
    assert "下一步：先改 [departure.relay]。" in said


def test_an_error_says_what_is_wrong() -> None:
    said = shown(report(error=T("is not a regular file")))
    assert "? This could not be graded: is not a regular file" in said
    assert "Score" not in said


def test_several_give_a_line_each_and_a_table() -> None:
    said = shown(
        report("alice"),
        report("bob", departure_relay="fail", clean="fail", exit_waits="inconclusive", exit_order="skip"),
        report("carol", arrival_message="fail"),
        report("司机小王", error=T("is not a regular file")),
    )
    assert said.splitlines()[:4] == [
        "[1/4] alice  100/100",
        "[2/4] bob  60/100, to be reviewed",
        "[3/4] carol  90/100",
        "[4/4] 司机小王  not graded: is not a regular file",
    ]
    assert " ✔ alice    100/100" in said
    assert " ? bob       60/100  departure.relay, exit.waits?\n" in said
    assert " ✘ carol     90/100  arrival.message\n" in said
    assert " ? 司机小王       –  is not a regular file\n" in said
    assert "Submissions: 4. Full marks: 1. With mistakes: 1. To be looked at: 2." in said
    assert "grade submissions/carol.py" in said


def test_quiet_is_one_line_each() -> None:
    assert shown(report("alice"), quiet=True) == "alice  100/100\n"
    assert shown(report("a"), report("b", clean="fail"), quiet=True) == "a  100/100\nb  100/100\n"


# ------------------------------------------------------------------------------------------ students' own words
def evil() -> Report:
    forged = report("eve\x1b[1m\n")
    checks = tuple(check(each.id, "fail", EVIL) for each in forged.checks)
    return Report(**{name: getattr(forged, name) for name in forged.__slots__} | {"checks": checks, "score": 0})


@pytest.mark.parametrize("reports", [(evil(),), (evil(), report(error=T("{reason}", reason=EVIL)))])
def test_nothing_of_a_student_reaches_the_screen_raw(reports: tuple[Report, ...]) -> None:
    said = shown(*reports)
    assert all(char.isprintable() or char == "\n" for char in said)
    assert not re.search(r"^\s*Score: 100", said, re.MULTILINE)


def test_a_forged_score_stands_behind_a_bar_and_is_cut() -> None:
    said = shown(evil())
    forged = [line for line in said.splitlines() if "100 out of 100" in line]
    assert forged
    assert all("│" in line.partition("100 out of 100")[0] for line in forged)
    assert f"… ({len(EVIL) - LONGEST} more characters)" in " ".join(said.replace("│", " ").split())
    assert "Score: 0 out of 100" in said.splitlines()


def test_visible_escapes_what_cannot_be_seen() -> None:
    assert visible("a\x00b\x1b[0m\r\n\x9b\u200b\u202e\ud800\ufeff", "en") == (
        r"a\x00b\x1b[0m\r\n\x9b\u200b\u202e\ud800\ufeff"
    )
    assert visible("老 司\u3000机\xa0😀é", "en") == "老 司 机 😀é"


@given(st.text(max_size=400))
def test_visible_is_printable_whatever_comes(text: str) -> None:
    assert visible(text, "zh").isprintable()


# ------------------------------------------------------------------------------------------------------- layout
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(columns: int, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    for reports in (
        (evil(),),
        (report(processes="fail"),),
        (evil(), report("司机" * 40), report(error=T("is not a regular file"))),
    ):
        said = shown(*reports, language=language, screen=Screen(tty=True))
        lines = re.sub(r"\x1b\[[0-9;]*[mK]", "", said.replace("\r", "\n")).splitlines()
        assert max(map(width, lines)) <= columns


def test_pipes_get_plain_text_of_one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shown(evil())
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert shown(evil()) == plain
    assert "\x1b" not in plain
    assert max(map(width, plain.splitlines())) <= PIPE_COLUMNS


def test_terminals_get_colours_unless_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in shown(report(), screen=Screen(tty=True))
    monkeypatch.setenv("NO_COLOR", "1")
    without = shown(report(), screen=Screen(tty=True))
    assert not re.search(r"\x1b\[(3|9)\d", without)


@pytest.mark.parametrize("name", ["long-" * 20, "很长的名字" * 10])
def test_a_long_name_leaves_the_score_in_its_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    said = shown(report(name), report(name, exit_order="inconclusive"), screen=Screen(tty=True))
    live = said.rpartition("\x1b[2K")[0]
    assert f"[1/2] {name[:10]}" in live
    assert "…  100/100" in live
    assert "…  80/100, to be reviewed" in live


def test_a_screen_without_unicode_gets_plain_symbols() -> None:
    screen = Screen()
    screen.encoding = "ascii"
    said = shown(report(departure_relay="fail"), screen=screen)
    assert said.isascii()
    assert "+ 10/10" in said
    assert "observed | words" in said


@given(
    st.text(
        st.sampled_from("ab 司机，。（）“”😀é") | st.characters(codec="utf-8", categories=["L", "P"]), max_size=200
    ),
    st.integers(2, 50),
)
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_wrapping_keeps_punctuation_with_its_word() -> None:
    assert wrap("收到 SIGINT 后，程序打印的是", 16) == ["收到 SIGINT 后，", "程序打印的是"]
    assert wrap("the driver has left", 10) == ["the driver", "has left"]
    assert wrap("", 10) == [""]
