"""The homework file: what it may say, and what a teacher is told about a slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.homework import BUS, HomeworkError, load
from grader.locale.translate import render

Edit = Callable[[str, str], Path]

VERDICTS = {
    "processes": 10,
    "departure.message": 10,
    "departure.relay": 10,
    "seatbelt.message": 10,
    "seatbelt.relay": 10,
    "arrival.message": 10,
    "arrival.relay": 10,
    "exit.order": 20,
    "exit.waits": 10,
    "keyboard.interrupt": 0,
    "keyboard.quit": 0,
    "keyboard.suspend": 0,
    "clean": 0,
}


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A copy of bus.toml with one passage replaced; the passage has to be there."""

    def edited(old: str, new: str) -> Path:
        text = BUS.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return edited


def problem(path: Path, language: str = "en") -> str:
    with pytest.raises(HomeworkError) as caught:
        load(path)
    said = render(caught.value.text, "zh" if language == "zh" else "en")
    assert said.startswith(str(path))
    return said


def test_bus_is_what_the_verdicts_page_says() -> None:
    bus = load()
    assert dict(bus.points) == VERDICTS
    assert tuple(bus.points) == bus.check_ids()
    assert (bus.name, bus.final, bus.first_out, bus.patience) == ("bus", "arrival", "conductor", 2.0)
    rows = [(r.id, r.stimulus, r.catcher, r.relayed, r.printer, r.message, r.key) for r in bus.relays]
    assert rows == [
        ("departure", "SIGINT", "conductor", "SIGUSR1", "driver", "老司机开车了", "interrupt"),
        ("seatbelt", "SIGQUIT", "conductor", "SIGUSR2", "driver", "车速有点快，系好安全带", "quit"),
        ("arrival", "SIGTSTP", "driver", "SIGUSR1", "conductor", "到站了请下车", "suspend"),
    ]


def test_a_teacher_changes_words_signals_points_patience_and_limits(edit: Edit) -> None:
    assert load(edit('message = "老司机开车了"', 'message = "All aboard"')).relays[0].message == "All aboard"
    assert load(edit("accepted = []", 'accepted = ["开车咯", "Go"]')).relays[0].accepted == ("开车咯", "Go")
    assert load(edit('relayed = "SIGUSR2"', 'relayed = "SIGWINCH"')).relays[1].relayed == "SIGWINCH"
    assert load(edit('relayed = "SIGUSR2"', 'relayed = "SIGCLD"')).relays[1].relayed == "SIGCHLD"
    assert load(edit("exit.order = 20", "exit.order = 35")).points["exit.order"] == 35
    assert load(edit("exit.order = 20", '"exit.order" = 35')).points["exit.order"] == 35
    assert load(edit("patience = 2.0", "patience = 1")).patience == 1.0
    assert load(edit("processes = 64", 'processes = "none"')).limits.processes is None
    assert load(edit("open_files = 256", "")).limits.open_files == 256


def test_a_relay_without_a_key_has_no_keyboard_check(edit: Edit) -> None:
    path = edit('key = "quit"', "")
    assert "points.keyboard.quit" in problem(path)
    path.write_text(path.read_text(encoding="utf-8").replace("keyboard.quit = 0\n", ""), encoding="utf-8")
    assert "keyboard.quit" not in load(path).points


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('relayed = "SIGUSR2"', 'relayed = "SIGUSER2"', 'relays[2].relayed: "SIGUSER2" is no signal'),
        ('relayed = "SIGUSR2"', 'relayed = "SIGUSER2"', "did you mean SIGUSR2?"),
        ('relayed = "SIGUSR2"', 'relayed = "usr2"', "did you mean SIGUSR2?"),
        ('relayed = "SIGUSR2"', 'relayed = "SIGKILL"', "expected a signal that can be caught"),
        ('relayed = "SIGUSR2"', "relayed = 12", "relays[2].relayed: expected the name of a signal"),
        ('relayed = "SIGUSR2"', "", "relays[2].relayed is missing"),
        ("patience = 2.0", "pacience = 2.0", "pacience: there is no such key here; did you mean patience?"),
        ("patience = 2.0", "patience = -1", "patience: expected seconds"),
        ("patience = 2.0", "patience = inf", "patience: expected seconds"),
        ("patience = 2.0", "patience = nan", "patience: expected seconds"),
        ("patience = 2.0", "patience = true", "patience: expected seconds"),
        ("patience = 2.0", "patience = 3601", "at most 3600"),
        ("patience = 2.0", 'patience = "2"', 'found "2"'),
        ("patience = 2.0", "", "patience is missing"),
        ("exit.order = 20", "exit.order = -5", "points.exit.order: expected a whole number, 0 or more, found -5"),
        ("exit.order = 20", "exit.order = 2.5", "points.exit.order: expected a whole number"),
        ("exit.order = 20", "exit.order = true", "found true"),
        ("exit.order = 20", "", "points.exit.order is missing"),
        (
            "exit.order = 20",
            "exit.ordre = 20",
            "points.exit.ordre: there is no check of that id; did you mean exit.order?",
        ),
        (
            'id = "seatbelt"',
            'id = "departure"',
            "relays[2].id: expected an id of its own; relays[1].id has this one too",
        ),
        ('id = "seatbelt"', 'id = "exit"', "relays[2].id"),
        ('id = "seatbelt"', 'id = "a.b"', "relays[2].id"),
        ('key = "quit"', 'key = "interrupt"', "relays[2].key: expected the key that makes SIGQUIT"),
        ('key = "quit"', 'key = "escape"', "one of interrupt, quit, suspend"),
        ('catcher = "driver"', 'catcher = "conductor"', "relays[3].printer: expected the other process"),
        ('catcher = "driver"', 'catcher = "passenger"', "one of driver, conductor"),
        ('message = "到站了请下车"', 'message = "!!!"', "relays[3].message: expected the words to print"),
        ('message = "到站了请下车"', 'message = "开车了"', "relays[3].message: expected words that can be told from"),
        ("accepted = []", "accepted = [1]", "relays[1].accepted: expected a list of wordings"),
        ("accepted = []", 'accepted = ["…"]', "relays[1].accepted"),
        ('after = "arrival"', 'after = "departure"', "exit.after: expected the last relay, arrival"),
        ('after = "arrival"', 'after = "arival"', "exit.after: expected one of departure, seatbelt, arrival"),
        ('first = "conductor"', 'first = "driver"', "exit.first: expected the printer of the last relay, conductor"),
        ("cpu_seconds = 30", "cpu_seconds = 0", "limits.cpu_seconds: expected a number of seconds"),
        ("cpu_seconds = 30", "cpu_secs = 30", "did you mean cpu_seconds?"),
        ("open_files = 256", "open_files = 2.5", "limits.open_files: expected a whole number"),
        ('name = "bus"', 'name = "The Bus"', "name: expected small letters"),
        ('zh = "公交车：司机和售票员"', 'fr = "Le bus"', "title.fr: there is no such key here"),
        ("[exit]", "[exits]", "exits: there is no such key here; did you mean exit?"),
        ("patience = 2.0", "patience = 2.0 0", "line 13 is not valid TOML"),
        ('name = "bus"', 'name = "bus"\nname = "bus"', "is not valid TOML"),
    ],
)
def test_a_slip_is_named_with_its_key_and_what_was_expected(edit: Edit, old: str, new: str, said: str) -> None:
    path = edit(old, new)
    assert said in problem(path)
    assert problem(path, "zh") != problem(path, "en")


def test_files_that_are_no_homework(tmp_path: Path) -> None:
    path = tmp_path / "homework.toml"
    assert "there is no such file" in problem(path)
    assert "没有这个文件" in problem(path, "zh")
    assert "not a file" in problem(tmp_path)
    path.write_bytes("# 公交车\nname = 'x'\n".encode("gbk"))
    assert "line 1 is not UTF-8" in problem(path)
    path.write_bytes(b"")
    assert "name is missing" in problem(path)
    path.write_bytes(b"a = " + b"[" * 100_000)
    assert problem(path)
    path.write_bytes(b"# " + b"x" * (1 << 20))
    assert "too large" in problem(path)


def test_a_byte_order_mark_and_crlf_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BUS.read_bytes().replace(b"\n", b"\r\n"))
    assert load(path) == load()


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_homework_or_a_clear_error(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(data)
    problem(path)
