"""The timeline: what was observed, in the order it was observed.

A submission is launched several times; each launch belongs to one run (journey, held, keyboard) and has its own clock.
A launch begins with `launched`; the events up to the first `attempt` are its start-up. Each `attempt` opens one relay:
all events up to the next `attempt` of that launch happened during it. The words (Event.event) and what they carry:

    launched    pid of the driver; data: isolation
    process     a process of the program was seen first; pid; role once known, else None;
                data: parent (pid), parent_role, name (comm), threads (count)
    roles       start-up is over; data: driver (pid|None), conductor (pid|None), reversed (bool), candidates (pids that
                could be the conductor), how ("masks": both catch all that is asked; "settled": nothing can change any
                more; "looping": every process goes round its main loop; "patience": still not settled),
                processes (count of the program's own, without helpers)
    facts       the signals of one process at that moment, by name; role, pid; data: caught, ignored, blocked, pending
                (tuples of names), state (proc(5) letter), syscall (name, or "running"), timed (its wait ends by
                itself), reads_terminal (bool), threads (count). Recorded for both roles at `roles`, before each
                stimulus and at the end of each attempt (data: moment = "start" | "before" | "after")
    quiet       the program was left alone before the first stimulus; data: seconds; nothing was sent in that time
    attempt     relay; data: judged (False: played only to bring the program to where the next relay starts),
                catcher (pid), printer (pid)
    frozen      role, pid; data: how ("ptrace" | "sigstop"), already (relayed signals pending before the stimulus)
    denied      role; data: probe ("ptrace" | "pidfd" | "proc"), errno (name). The grader could not look: inconclusive
    stimulus    relay, signal, role and pid of the catcher. Sent by the grader with pidfd_send_signal(2)
    key         relay, signal; data: key ("^C", "^\\\\", "^Z"). Typed at the terminal, for its foreground group
    pending     signal arrived in the pending set of a process; role (None: not one of the two; data.owner says
                whose: "parent" the driver's parent, "helper", "other"); relay; data: sender (role | "helper": another
                process of the program that was there before | "timer" | "other": one that came and went | None:
                unknown), while_frozen (bool)
    untouched   role, pid of the printer of a relay whose message did not come (journey): it has not run since the
                stimulus and nothing is pending for it, so it was sent no signal. Such a relay has no attempt in the
                held run; and one whose message did not come in the journey has none in the keyboard run
    output      text the program wrote to the terminal (UTF-8; other bytes as \\xNN; escape sequences kept);
                data: frozen (role that was frozen then, or None), cut (True where output was left out before it)
    released    role, pid; data: held (seconds of patience that the process was held), why ("settled" | "patience" |
                "ended" the process the run was waiting for has ended | "watched" as long as the journey's reaction
                took, and until the catcher was back in its main loop)
    ended       role (None: another process), pid; data: status (exit code, None unknown), killed_by (signal name or
                None), core (bool), exiting (the other role, where that one had begun to end by then). Events of both
                roles stand in the order in which the processes ended
    waited      the end of a wait; data: awaiting ("message" | "relay" | "settle" | "home": both back in the main loop
                though no message came | "end" | "rest" (of the helpers) | "quiet"), outcome ("came" | "never": nothing
                can come any more | "patience": patience spent), seconds (of patience)
    left        the driver has ended and these are still there; data: processes (tuple of mappings: pid, name, state)
    limit       a limit of the homework ended the run; data: limit (field name of Limits), allowed, used
    failed      the grader could not go on with this launch; data: why (short English), errno (name or None)
    closed      the launch is over and everything of it gone
"""

from __future__ import annotations

import time

from grader.model import Event, Fact, Role, RunName


class Recorder:
    """Collects the events of one launch; a live thing, turned into frozen events as they come."""

    def __init__(self, run: RunName, launch: int) -> None:
        self.run = run
        self.launch = launch
        self.events: list[Event] = []
        self.relay: str | None = None
        self._born = time.monotonic()

    def add(
        self,
        event: str,
        *,
        role: Role | None = None,
        relay: str | None = None,
        signal: str | None = None,
        pid: int | None = None,
        text: str | None = None,
        **data: Fact,
    ) -> Event:
        """Record one event now and return it. `relay` defaults to that of the attempt under way."""
        found = Event(
            run=self.run,
            launch=self.launch,
            at=round(time.monotonic() - self._born, 6),
            event=event,
            role=role,
            relay=relay or self.relay,
            signal=signal,
            pid=pid,
            text=text,
            data=data,
        )
        self.events.append(found)
        return found
