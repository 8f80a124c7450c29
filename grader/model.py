"""The values that flow through the grader; all frozen, standard library only.

    Submission -> Evidence -> CheckResults -> Report

Nothing here does anything: live things (processes, ptys, pidfds) are context managers in their own modules. A missing
fact is `None` and makes a check `inconclusive`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

CheckStatus: TypeAlias = Literal["pass", "fail", "skip", "inconclusive"]
ReportStatus: TypeAlias = Literal["graded", "review", "error"]
Isolation: TypeAlias = Literal["bwrap", "none"]
Role: TypeAlias = Literal["driver", "conductor"]
RunName: TypeAlias = Literal["journey", "held", "keyboard"]
Fact: TypeAlias = "str | int | float | bool | tuple[Fact, ...] | Mapping[str, Fact] | None"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence for the user, not yet in a language: an English template and its values.

    `msgid` is what the gettext catalogue is asked for; `values` fill its `{names}` (str.format) after translation. A
    value may itself be a Text. Only reports turn a Text into a str.
    """

    msgid: str
    values: Mapping[str, str | int | float | Text] = field(default_factory=dict)


# --------------------------------------------------------------------------------------------------- the homework
@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A stimulus reaches the catcher, which sends the relayed signal to the printer, which prints the message.

    Signals are named as in signal(7), with SIG. `accepted` lists further wordings that count as the message. `key` is
    the suffix of the keyboard check (`keyboard.interrupt`), None where no key makes the stimulus.
    """

    id: str
    stimulus: str
    catcher: Role
    relayed: str
    printer: Role
    message: str
    accepted: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run of a program may use; `None`: no limit. Seconds, bytes, counts."""

    cpu_seconds: float | None = 30
    wall_seconds: float | None = 60
    memory_bytes: int | None = 512 << 20
    processes: int | None = 64
    output_bytes: int | None = 4 << 20
    file_bytes: int | None = 16 << 20
    disk_bytes: int | None = 64 << 20
    open_files: int | None = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Homework:
    """The rubric: what is asked, accepted and awarded. Read from TOML by `grader.homework`.

    `final` is the id of the relay after which both processes are to end, `first_out` the role that ends first.
    `points` has a value for each check id of `check_ids()`.
    """

    name: str
    title: Mapping[str, str]
    relays: tuple[Relay, ...]
    final: str
    first_out: Role
    points: Mapping[str, int]
    patience: float
    limits: Limits = Limits()

    def relay(self, relay_id: str) -> Relay:
        """The relay of that id; KeyError where there is none."""
        for relay in self.relays:
            if relay.id == relay_id:
                return relay
        raise KeyError(relay_id)

    def check_ids(self) -> tuple[str, ...]:
        """Every check of this homework, in the order of reports."""
        relays = [f"{relay.id}.{part}" for relay in self.relays for part in ("message", "relay")]
        keys = [f"keyboard.{relay.key}" for relay in self.relays if relay.key]
        return ("processes", *relays, "exit.order", "exit.waits", *keys, "clean")


# ------------------------------------------------------------------------------------------------- the submission
@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One student's program. `path` is as the user gave it (or inside the archive given); `source` are its bytes.

    `filename` is what the program was called when it was handed in, where a learning platform's export has renamed it
    since; else "". `student` is known from a roster or from such an export. `identity`: see `grader.identity`.
    """

    name: str
    path: str
    source: bytes
    sha256: str
    filename: str = ""
    student: Student | None = None
    identity: str = ""


# --------------------------------------------------------------------------------------------------- the evidence
@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One observation. `at` is seconds since that launch; `launch` counts the launches of a submission from 1.

    `event` is one of the words listed in `grader.recorder`, which also says what `data` holds for each.
    """

    run: RunName
    launch: int
    at: float
    event: str
    role: Role | None = None
    relay: str | None = None
    signal: str | None = None
    pid: int | None = None
    text: str | None = None
    data: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCall:
    """A call in the student's file that a hint can point to: `signal.signal`, `os.kill`, `print`, ...

    `line` counts from 1; `words` are the names, signals and texts among its arguments; `where` the function it is in.
    """

    line: int
    call: str
    words: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that was observed of one submission; judged without running anything. Saved as JSON.

    `problem` says why nothing could be observed at all (the grader's fault or the machine's), else None.
    """

    submission: str
    path: str
    sha256: str
    isolation: Isolation
    python: str
    patience: float
    seconds: float
    events: tuple[Event, ...]
    calls: tuple[SourceCall, ...] = ()
    problem: Text | None = None
    schema: int = 1


# ---------------------------------------------------------------------------------------------------- the verdict
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The verdict on one check. `line` is the line of the student's file the hint names, counted from 1.

    A check that passed has a hint only where there is a remark to make, which costs nothing.
    """

    id: str
    title: Text
    status: CheckStatus
    points: int
    max_points: int
    expected: Text | None = None
    observed: Text | None = None
    hint: Text | None = None
    blocked_by: str | None = None
    diagnosis: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """Whose submission it is, as a roster has it: the institution's id and the full name; "" where one is unknown.

    Without a roster, as the learning platform's export has it: there the id is the platform's. `group`: the students of
    a submission that several handed in together; id and name are then all of theirs, with commas.
    """

    id: str = ""
    name: str = ""
    group: tuple[Student, ...] = field(default=(), compare=False)  # id and name say it already

    @property
    def members(self) -> tuple[Student, ...]:
        """The students, each alone."""
        return self.group or (self,)

    @classmethod
    def together(cls, students: Sequence[Student]) -> Student:
        """The students of one submission: one, or a group."""
        if len(students) == 1:
            return students[0]
        ids, names = [each.id for each in students], [each.name for each in students]
        return cls(id=", ".join(ids), name=", ".join(names), group=tuple(students))

    @classmethod
    def apart(cls, id_: str, name: str) -> Student:
        """From what was kept of it: a group where there are as many ids as names."""
        ids, names = id_.split(", "), name.split(", ")
        if len(ids) != len(names):
            return cls(id=id_, name=name)
        return cls.together([cls(id=number, name=words) for number, words in zip(ids, names, strict=True)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One submission's verdict, as every output shows it.

    `status` is `review` where a check is inconclusive, `error` where the file could not be graded at all (then `error`
    says why and `checks` is empty). `student` is None without a roster. `absent`: a student of the roster handed
    nothing in; `status` is then `error`, and the score of 0 is final.
    """

    submission: str
    path: str
    sha256: str
    status: ReportStatus
    score: int
    max_score: int
    seconds: float
    error: Text | None
    checks: tuple[CheckResult, ...]
    timeline: tuple[Event, ...]
    student: Student | None = None
    absent: bool = False


def _unknown(_report: Report) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """All reports of one call of `grade`, with what they have in common.

    `reports` can be gone through any number of times, and need not be in memory; writers keep one of them at a time.
    `source` finds the bytes of the program a report is about, exactly those that were graded, or None.
    """

    homework: Homework
    grader: str
    isolation: Isolation
    reports: Collection[Report]
    source: Callable[[Report], bytes | None] = _unknown
