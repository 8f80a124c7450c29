"""An explanation says no more than what was seen: programs of which it would be easy to say something false."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model import CheckResult, Event, Fact
from tests.evidence import Ride, alive, arrived, ended, event, facts, leaving, output, released, startup, words
from tests.rides import ARRIVAL, CRASH, DEPARTURE, NAME, SEATBELT, TOLD, after, deaf, died, in_handler, ride, state

QUIT_KILLS = ended("conductor", status=None, killed_by="SIGQUIT")


def told(result: CheckResult) -> str:
    return f"{words(result.observed)} {words(result.hint)}"


# ------------------------------------------------------------------------------------------------ stopped
def test_a_process_that_handles_the_signal_was_stopped_by_another_one() -> None:
    made = ride("os.kill(os.getpid(), signal.SIGSTOP)").journey(
        "arrival", output(ARRIVAL.message), *after({"state": "T"})
    )
    result = made.judge()["exit.order"]
    assert (result.diagnosis, result.line) == ("stopped-otherwise", 2)
    assert words(result.observed) == "After SIGTSTP the conductor was stopped, by a signal such as SIGSTOP."
    made.play("keyboard", "departure", output(DEPARTURE.message), *after({"state": "T"}))
    assert made.judge()["keyboard.interrupt"].diagnosis == "stopped-otherwise"


def test_a_process_that_was_stopped_before_was_not_stopped_by_this_signal() -> None:
    stopped: dict[str, Fact] = {"state": "T", "caught": ()}
    result = Ride().both("arrival", *after(printer=stopped), before=state({}, stopped)).judge()["arrival.relay"]
    assert words(result.observed) == "The driver was stopped before SIGTSTP was sent."


# ------------------------------------------------------------------------------------------------ handlers
def test_a_handler_was_removed_as_the_file_has_it_or_as_was_seen() -> None:
    lines = ("signal.signal(signal.SIGQUIT, go)", "signal.signal(signal.SIGQUIT, signal.SIG_DFL)")

    def why(made: Ride) -> tuple[str | None, int | None]:
        result = made.both("seatbelt", QUIT_KILLS, before=state({"caught": ()})).judge()["seatbelt.relay"]
        return result.diagnosis, result.line

    assert why(ride(lines[0])) == ("handler-removed", None)
    assert why(deaf(ride(*lines), "conductor")) == ("handler-removed", 3)
    assert why(deaf(ride(*reversed(lines)), "conductor")) == ("handler-too-late", 3)


def test_the_signals_of_the_c_librarys_threads_are_no_mistaken_handlers() -> None:
    found = deaf(ride("signal.signal(signal.SIGQUIT, go)"), "conductor", "SIG33")
    found.start.append(output(f"Exception in thread Thread-1:\n{CRASH}ValueError: signal only works in main thread\n"))
    result = found.both("seatbelt", QUIT_KILLS, before=state({"caught": ("SIG33",)})).judge()["seatbelt.relay"]
    assert (result.diagnosis, result.line) == ("handler-too-late", 9)
    assert "signal only works in main thread" in told(result)


def test_os_system_ignores_signals_that_have_a_handler() -> None:
    deaf_in_shell = state({"ignored": ("SIGINT",), "syscall": "wait4"})
    made = ride("signal.signal(signal.SIGINT, go)", "os.system('sleep 9')").both(
        "departure", *alive(), before=deaf_in_shell
    )
    result = made.judge()["departure.relay"]
    assert (result.diagnosis, result.line) == ("ignored", 3)
    assert "os.system ignores SIGINT" in told(result)


# ------------------------------------------------------------------------------------------------ still there
def test_a_process_asleep_outside_of_its_handlers_does_not_sleep_in_one() -> None:
    asleep: dict[str, Fact] = {"timed": True, "syscall": "clock_nanosleep"}

    def stays(made: Ride) -> CheckResult:
        seen = (output(ARRIVAL.message), ended("conductor"), facts("driver", "after", **asleep))
        return made.journey("arrival", *seen).judge()["exit.order"]

    assert stays(in_handler("time.sleep(60)", "signal.SIGTSTP")).diagnosis == "too-late"
    polling = stays(in_handler("time.sleep(0.1)", "signal.SIGTSTP"))
    assert polling.diagnosis == stays(ride("time.sleep(60)")).diagnosis == "driver-never-leaves"
    assert words(polling.observed) == "The driver was still there when the grader gave up."


def test_a_timer_that_has_not_run_out_is_no_sleep_in_a_handler() -> None:
    made = ride("threading.Timer(5, go).start()")
    result = made.both("departure", *after({"timed": True, "syscall": "pause"})).judge()["departure.relay"]
    assert (result.diagnosis, result.line) == ("too-late", 2)
    assert "A timer of the conductor still ran" in told(result)


def test_a_driver_that_waits_in_its_main_program_has_come_back_from_its_handler() -> None:
    def stays(made: Ride, **seen: Fact) -> CheckResult:
        gone = (output(ARRIVAL.message), ended("conductor"), facts("driver", "after", **seen))
        return made.journey("arrival", *gone).judge()["exit.order"]

    pausing = stays(ride("os.wait()"), syscall="wait4")
    assert (pausing.diagnosis, pausing.line) == ("driver-never-leaves", 2)
    thread = stays(ride("threading.Thread(target=go).start()"), syscall="futex", threads=2)
    assert (thread.diagnosis, thread.line) == ("driver-never-leaves", 2)
    assert "whether a thread keeps the driver" in told(thread)


def test_a_busy_process_waits_nowhere_and_a_loop_in_a_handler_keeps_it() -> None:
    busy = after({"syscall": "running"})
    assert Ride().both("departure", *busy).judge()["departure.relay"].diagnosis == "no-relay"
    for line in ("while not ready: pass", "lock.acquire()"):
        result = in_handler(line).both("departure", *busy).judge()["departure.relay"]
        assert (result.diagnosis, result.line) == ("handler-never-returns", 3)


# ------------------------------------------------------------------------------------------------ left too early
def test_the_line_where_the_driver_leaves_is_none_of_the_conductors() -> None:
    conductor = (
        "def sells(s, f):",
        " os._exit(0)",
        "for s in (signal.SIGINT, signal.SIGUSR1):",
        " signal.signal(s, sells)",
    )
    driver = (
        "def drives(s, f):",
        " sys.exit()",
        "for s in (signal.SIGTSTP, signal.SIGUSR1):",
        " signal.signal(s, drives)",
    )

    def line(*lines: str) -> int | None:
        gone = (output(ARRIVAL.message), ended("driver"), ended("conductor"))
        return ride(*lines).journey("arrival", *gone).judge()["exit.order"].line

    assert line(*conductor, *driver) == 7
    assert line(*conductor) is None
    assert line("def both(s, f):", " sys.exit()", "for s in range(9):", " signal.signal(s, both)") is None


def test_a_driver_that_was_killed_or_crashed_did_not_just_leave() -> None:
    def order(*seen: Event) -> CheckResult:
        made = ride("os.kill(boss, signal.SIGHUP)", "signal.alarm(1)")
        return made.journey("arrival", output(ARRIVAL.message), *seen).judge()["exit.order"]

    hung_up = order(ended("driver", status=None, killed_by="SIGHUP"), ended("conductor"))
    assert (hung_up.diagnosis, hung_up.line) == ("driver-left-first", 2)
    assert words(hung_up.observed) == "SIGHUP ended the driver while the conductor was still there."
    crash = output(CRASH + "NameError: name 'x' is not defined\n")
    assert order(crash, ended("driver", status=1), ended("conductor")).diagnosis == "handler-error"
    assert order(crash, ended("driver", status=1), ended("conductor", status=1)).diagnosis == "driver-left-first"
    alarmed = ended("driver", status=None, killed_by="SIGALRM")
    held = ride("signal.alarm(1)").held("arrival", TOLD[0], alarmed, TOLD[1], ended("conductor")).judge()["exit.waits"]
    assert (held.diagnosis, held.line) == ("waits-by-luck", 2)
    assert "SIGALRM ended the driver" in told(held)


# ------------------------------------------------------------------------------------------------ keys
def test_the_terminals_echo_of_a_key_is_not_what_the_program_printed() -> None:
    def said(made: Ride, check: str = "keyboard.interrupt") -> str:
        result = made.judge()[check]
        assert result.diagnosis == "nothing-printed"
        return told(result)

    echo = event("output", text="^C", frozen=None, cut=False)
    assert "After SIGINT nothing was printed." in said(Ride().play("keyboard", "departure", echo, *alive()))
    raw = said(ride("import tty", "tty.setraw(0)").play("keyboard", "departure", echo, *alive()))
    assert "whether a key sends a signal. (line 3;" in raw
    silent = (
        Ride().journey("departure", *alive()).without("keyboard", "departure").play("keyboard", "seatbelt", *alive())
    )
    assert "First mend [departure.message]: this key was tried without SIGINT" in said(silent, "keyboard.quit")
    apart = Ride().without("keyboard", "departure").play("keyboard", "seatbelt", *alive())
    assert "First mend [keyboard.interrupt]" in said(apart, "keyboard.quit")


def test_a_process_that_leaves_by_itself_was_not_ended_by_the_key() -> None:
    def key(*seen: Event, before: tuple[Event, ...] = ()) -> CheckResult:
        made = Ride().play("keyboard", "departure", output(DEPARTURE.message), *seen, before=before)
        return made.judge()["keyboard.interrupt"]

    ignores = state(printer={"ignored": ("SIGINT",), "caught": ()})
    left = key(ended("driver"), before=ignores)
    assert words(left.observed) == "The driver left after Ctrl+C." and "SIG_IGN" not in words(left.hint)
    assert "SIG_IGN" in words(key(ended("driver")).hint)
    killed = key(ended("conductor", status=None, killed_by="SIGKILL"))
    assert words(killed.observed) == "After Ctrl+C the conductor was ended by SIGKILL."
    gone = (output(DEPARTURE.message), ended("driver"), facts("conductor", "after"))
    made = in_handler("sys.exit()", "signal.SIGUSR1").journey("departure", *gone).play("keyboard", "departure", *gone)
    result = made.judge()["keyboard.interrupt"]
    assert result.diagnosis == "driver-left-early"
    assert "The driver left after SIGINT, without a key too." in told(result)


# ------------------------------------------------------------------------------------------------ exceptions
@pytest.mark.parametrize(
    ("error", "line", "says"),
    [
        (
            "ChildProcessError: [Errno 10] No child processes",
            "signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
            "ignored",
        ),
        ("ChildProcessError: [Errno 10] No child processes", "os.waitpid(os.getpid(), 0)", "no such child"),
        ("OSError: [Errno 22] Invalid argument", "signal.signal(signal.SIGKILL, go)", "cannot be handled"),
        ("OSError: [Errno 22] Invalid argument", "os.kill(boss, 100)", "no signal of that number"),
        ("OSError: [Errno 22] Invalid argument", "open(0)", "Mend the exception"),
    ],
)
def test_an_error_of_a_system_call_means_what_the_call_in_its_line_makes_of_it(
    error: str, line: str, says: str
) -> None:
    made = died(CRASH.replace("line 9", "line 2"), f"{error}\n")
    made.calls = ride(line).calls
    assert says in told(made.judge()["processes"])


def test_a_program_that_lives_on_did_not_stop_with_an_exception() -> None:
    def departure(*seen: Event) -> str:
        return told(Ride().journey("departure", output(CRASH + NAME), *seen).judge()["departure.message"])

    assert "An exception was printed: NameError" in departure(*alive())
    assert "The program stopped with an exception: NameError" in departure(ended("driver", status=1))


# ------------------------------------------------------------------------------------------------ texts and lines
def test_a_text_that_was_still_owed_is_no_answer_to_the_signal_at_which_it_came() -> None:
    made = Ride().journey("departure", *alive())
    made.journey("arrival", ended("conductor"), output(DEPARTURE.message), ended("driver"))
    results = made.judge()
    assert (
        words(results["departure.message"].observed) == "It was printed only when the driver ended, not after SIGINT."
    )
    assert results["arrival.message"].diagnosis not in ("inherited-handler", "other-message")


def test_one_line_with_all_texts_was_not_sent_to_the_group() -> None:
    made = ride(f"print('{DEPARTURE.message} {ARRIVAL.message}')")
    made.journey("arrival", output(ARRIVAL.message + DEPARTURE.message), *leaving())
    assert made.judge()["departure.message"].diagnosis == "printed-again"


def test_the_line_that_sends_is_in_the_handler_for_this_stimulus() -> None:
    lines = [line for name, on in (("drives", "SIGTSTP"), ("sells", "SIGINT")) for line in sender(name, on)]
    made = ride(*lines).both("departure", *alive()).both("arrival", *alive())
    results = made.judge()
    assert (results["arrival.relay"].line, results["departure.relay"].line) == (3, 6)
    elsewhere = ride(*sender("sells", "SIGQUIT")).both("departure", *alive()).judge()["departure.relay"]
    assert elsewhere.line is None


def sender(name: str, stimulus: str) -> list[str]:
    return [f"def {name}(s, f):", " os.kill(other, signal.SIGUSR1)", f"signal.signal(signal.{stimulus}, {name})"]


def test_where_nothing_of_the_homeworks_arrived_the_relay_is_to_be_mended_first() -> None:
    made = Ride().both("seatbelt", *alive())
    assert "First mend [seatbelt.relay]" in told(made.judge()["seatbelt.message"])
    made.held("seatbelt", arrived(SEATBELT), released(SEATBELT), *alive())
    assert "SIGUSR2 reached the driver" in told(made.judge()["seatbelt.message"])


def test_two_children_of_an_idle_process_are_not_child_and_parent() -> None:
    def reversed_among(processes: int) -> str:
        roles: dict[str, Fact] = {"reversed": True, "processes": processes}
        start = [replace(e, data={**e.data, **roles}) if e.event == "roles" else e for e in startup()]
        return told(Ride(start=start).judge()["processes"])

    assert "the parent the conductor" in reversed_among(2)
    assert "A child plays the driver, and not the process that is started." in reversed_among(3)
