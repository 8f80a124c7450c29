"""The calls in a student's file, whatever state the file is in."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import SourceCall
from grader.source import LARGEST, MOST_CALLS, calls, decoded

BUS = """\
import os, signal as sg
from multiprocessing import Process as P

class Conductor(P):
    def on_int(self, sig, frame, *rest):
        os.kill(os.getppid(), sg.SIGUSR1)

    def run(self):
        sg.signal(sg.SIGINT, self.on_int)
        while True:
            sg.pause()

if __name__ == "__main__":
    p = Conductor()
    p.start()
    for s in (sg.SIGUSR1, sg.SIGUSR2):
        sg.signal(s, lambda sig: print("老司机开车了", end=""))
    os.kill(p.pid, 10)
    p.join(0.5)
"""


def found(source: str | bytes, call: str) -> list[SourceCall]:
    raw = source if isinstance(source, bytes) else source.encode()
    return [each for each in calls(raw) if each.call == call]


def test_names_are_told_by_their_imports() -> None:
    handlers = found(BUS, "signal.signal")
    assert [(each.line, each.words) for each in handlers] == [
        (9, ("SIGINT", "self.on_int")),
        (17, ("SIGUSR1", "SIGUSR2", "lambda")),
    ]
    assert handlers[0].where == "Conductor.run"


def test_signals_by_number_and_nested_calls() -> None:
    assert [each.words for each in found(BUS, "os.kill")] == [("os.getppid()", "SIGUSR1"), ("p.pid", "SIGUSR1")]
    assert found(BUS, "os.getppid")[0].where == "Conductor.on_int"


def test_methods_and_keywords() -> None:
    assert found(BUS, ".join")[0].words == ("0.5",)
    assert found(BUS, "print")[0].words == ("老司机开车了", "end=", "")


def test_handlers_are_listed_with_their_parameters() -> None:
    assert [(each.where, each.words) for each in found(BUS, "def")] == [
        ("Conductor.on_int", ("sig", "frame", "*rest")),
        ("lambda", ("sig",)),
    ]


def test_classes_guards_and_endless_loops() -> None:
    assert found(BUS, "class")[0].words == ("multiprocessing.Process",)
    assert found(BUS, "if __main__")[0].line == 13
    assert found(BUS, "while True")[0].where == "Conductor.run"


def test_a_loop_that_ends_is_not_endless() -> None:
    for end in ("break", "return", "raise SystemExit", "sys.exit()", "os._exit(0)"):
        source = f"import os, sys\ndef f():\n    while True:\n        {end}\n"
        assert not found(source, "while True"), end
        assert [(each.line, each.where) for each in found(source, "while")] == [(3, "f")]


def test_star_imports_and_getattr() -> None:
    source = "from signal import *\nfrom os import kill as k\nsignal(SIGINT, SIG_IGN)\nk(0, SIGUSR1)\n"
    assert [(each.call, each.words) for each in calls(source.encode())] == [
        ("signal.signal", ("SIGINT", "SIG_IGN")),
        ("os.kill", ("0", "SIGUSR1")),
    ]
    loop = "import signal\nfor n in ('SIGINT', 'SIGHUP'):\n    signal.signal(getattr(signal, n), h)\n"
    assert found(loop, "signal.signal")[0].words == ("SIGINT", "SIGHUP", "h")


def test_texts_that_are_put_together() -> None:
    ways = ('"到站了" + "请下车"', 'f"{name}: 到站了"', '"%s 到站了" % who', '"{}".format("到站了")')
    source = "".join(f"print({way})\n" for way in ways)
    said = [" ".join(each.words) for each in found(source, "print")]
    assert len(said) == len(ways) and all("到站了" in each for each in said)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("broken", ["", "print 'x'\n"])
def test_lines_are_counted_as_python_counts_them(newline: str, broken: str) -> None:
    source = (f"x = '\x0c\u2028'\nimport os\n\n{broken}os.kill(1, 2)\n").replace("\n", newline)
    assert found(source, "os.kill")[0].line == (5 if broken else 4)


def test_a_file_that_does_not_parse_is_read_by_its_looks() -> None:
    source = "from signal import *\nsignal(SIGINT, f)\nprint '到站了请下车'\n  os.kill(pid, SIGUSR1)\n"
    assert [(each.line, each.call, each.words) for each in calls(source.encode())] == [
        (2, "signal.signal", ("SIGINT",)),
        (3, "print", ("到站了请下车",)),
        (4, "os.kill", ("SIGUSR1",)),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "print('到站了')".encode("gbk"),
        "# coding: gbk\nprint('到站了')".encode("gbk"),
        b"\xef\xbb\xbfprint('\xe5\x88\xb0\xe7\xab\x99\xe4\xba\x86')",
        "# coding: no-such-thing\nprint('到站了')".encode(),
        "print('到站了')\x00".encode(),
    ],
    ids=["gbk", "gbk named", "bom", "unknown encoding", "nul"],
)
def test_encodings(raw: bytes) -> None:
    assert found(raw, "print")[0].words == ("到站了",)


def test_bytes_that_are_no_text_are_some_text() -> None:
    assert isinstance(decoded(b"\xff\xfe\x81"), str)


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000,
        "-" * 50_000 + "1",
        "a" + ".b()" * 5000,
        "x = " + "[" * 150 + "]" * 150,
        "f(" * 90 + ")" * 90,
        "x = 1" + "+1" * 20_000,
        "x" * (LARGEST + 1),
    ],
    ids=["open", "minus", "chain", "lists", "calls", "sum", "large"],
)
def test_deep_and_large_files_do_no_harm(source: str) -> None:
    assert isinstance(calls(source.encode()), tuple)


def test_a_flood_of_calls_is_cut() -> None:
    assert len(calls(b"print(1)\n" * (MOST_CALLS + 50))) == MOST_CALLS
    assert len(calls(b"print 1\n" + b"print(1)\n" * (MOST_CALLS + 50))) == MOST_CALLS


def test_the_students_warnings_are_not_ours() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        calls(b"print('\\d' is 1)")
    assert not seen


def test_words_can_be_saved() -> None:
    assert found("print('\\ud800')", "print")[0].words == ("\\ud800",)


@given(st.binary(max_size=300))
def test_bytes_never_raise(source: bytes) -> None:
    for call in calls(source):
        assert call.line >= 1
        "".join((call.call, call.where, *call.words)).encode()


@given(st.lists(st.sampled_from([*BUS.splitlines(keepends=True), "print 'x'\n", "if (\n", "\x00"]), max_size=12))
def test_pieces_of_programs_never_raise(lines: list[str]) -> None:
    source = "".join(lines)
    assert all(1 <= call.line <= len(lines) for call in calls(source.encode()))
