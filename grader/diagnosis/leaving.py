"""Why the last stop went wrong: who left too early, by luck, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.diagnosis.exceptions import HANDLER_ERROR, crashes_in, explain
from grader.diagnosis.reaction import endless, no_reaction, stuck
from grader.diagnosis.why import HANDLER, TASK, WAITING, Scene, Why, exit_in, handlers_of, line_of, own_handlers
from grader.matching import count
from grader.model import Event, Role
from grader.text import T, listed, role_name
from grader.view import first, other, output

_LUCK = ("time.sleep", ".join", ".wait", ".get")
_KILLS = ("os.kill", "os.killpg", "signal.raise_signal")
_NOT_BACK = ("handler-never-returns", "waits-elsewhere")
_WAITS = ("os.wait", "os.waitpid", ".join", ".is_alive", ".wait")


def left_first(scene: Scene, last: Role, ended: Event) -> Why:
    """The one that is to leave last has left, and the other was still there."""
    killed_by = ended.data.get("killed_by")
    if isinstance(killed_by, str) and killed_by in {scene.relay.stimulus, *scene.relayed}:
        why = no_reaction(scene, last, killed_by)
        if why:
            return why
    values = {"last": role_name(last), "first": role_name(other(last))}
    return (
        _crashed(scene, last, ended)
        or _killed(scene, last, ended)
        or Why(
            slug=f"{last}-left-first",
            observed=T("The {last} left while the {first} was still there.", **values),
            advice=T(
                "Let the {last} wait for the end of the {first} before it leaves: p.join(), os.wait() or SIGCHLD.",
                **values,
            ),
            notes=WAITING,
            line=_leaves(scene, last),
        )
    )


def _crashed(scene: Scene, role: Role, ended: Event) -> Why | None:
    """It ended as Python ends of an exception, and no other process can have printed the traceback."""
    others = first(scene.attempt.events, "ended", other(role))
    own = [each for each in crashes_in(scene) if not each.child]
    if ended.data.get("status") != 1 or len(own) != 1 or (others and others.data.get("status") == 1):
        return None
    return explain(own[0], HANDLER_ERROR, scene.case)


def _killed(scene: Scene, last: Role, ended: Event) -> Why | None:
    """Ended by a signal, of its own or of another process."""
    killed_by = ended.data.get("killed_by")
    if not isinstance(killed_by, str):
        return None
    values = {"last": role_name(last), "first": role_name(other(last))}
    lines = [line_of(scene.case.calls, call, killed_by) for call in _KILLS]
    lines += [line_of(scene.case.calls, "signal.alarm")] if killed_by == "SIGALRM" else []
    return Why(
        slug=f"{last}-left-first",
        observed=T("{signal} ended the {last} while the {first} was still there.", signal=killed_by, **values),
        advice=T("Let the {last} leave by itself, when the {first} has left: nobody is to kill it.", **values),
        notes=WAITING,
        line=next((line for line in lines if line), None),
    )


def _leaves(scene: Scene, role: Role) -> int | None:
    """Where that process leaves in its handler for the last relay."""
    signal = _told_by(scene, role)
    handlers = own_handlers(scene, role).intersection(handlers_of(scene.case.calls, signal))
    return exit_in(scene.case.calls, handlers)


def killed_at_last(scene: Scene, role: Role, ended: Event) -> Why | None:
    """A remark: it has said its last words, and then it was killed, by another as far as the file tells."""
    calls, killed_by = scene.case.calls, ended.data.get("killed_by")
    if not isinstance(killed_by, str) or killed_by in scene.relayed or not _said(scene):
        return None
    method = {"SIGTERM": ".terminate", "SIGKILL": ".kill"}.get(killed_by, "os.kill")
    line = line_of(calls, "os.kill", killed_by) or line_of(calls, method)
    by_itself = line_of(calls, "os.kill", "os.getpid()", killed_by) or line_of(calls, "signal.raise_signal", killed_by)
    if line is None or by_itself:
        return None
    values = {"role": role_name(role), "other": role_name(other(role))}
    return Why(
        slug=f"{role}-killed",
        observed=T("The {role} was ended by {signal}, then the {other} left.", signal=killed_by, **values),
        advice=T("Let the {role} leave by itself after its message: then nobody has to kill it.", **values),
        notes=TASK,
        line=line,
    )


def waits_by_luck(scene: Scene, last: Role, ended: Event) -> Why:
    """In the journey the order was right, but only because the other one was quick."""
    killed = _killed(scene, last, ended)
    if killed:
        return replace(killed, slug="waits-by-luck")
    values = {"last": role_name(last), "first": role_name(other(last))}
    return Why(
        slug="waits-by-luck",
        observed=T("Held still, the {first} was not waited for: the {last} left all the same.", **values),
        advice=T(
            "Wait for the end itself, with p.join() or os.wait() and no time limit; a sleep only hopes.", **values
        ),
        notes=WAITING,
        line=next((line for call in _LUCK if (line := _last_line(scene, call))), None),
    )


def never_leaves(scene: Scene, role: Role) -> Why:
    """That process is still there when nothing can happen any more."""
    signal = _told_by(scene, role)
    last = role != scene.case.homework.first_out
    why = (no_reaction(scene, role, signal) or stuck(scene, role, signal)) if signal else None
    if why and not (why.slug in _NOT_BACK and _may_stay(scene, role, why)):
        return why
    values = {"role": role_name(role), "other": role_name(other(role))}
    ending = T("When the {other} has left, end the waiting loop and leave.", **values)
    telling = T("After its message the {role} is to leave: sys.exit(), or end the waiting loop.", **values)
    observed = T("The {role} never left.", **values)
    if scene.attempt.facts(role, "after").get("timed") is True:
        observed = T("The {role} was still there when the grader gave up.", **values)
    waits = next((line for call in _WAITS if (line := line_of(scene.case.calls, call))), None)
    thread = _thread(scene, role)
    if thread:
        ending = telling = T(
            "See whether a thread keeps the {role}: end the thread, or make it one with daemon=True.", **values
        )
    return Why(
        slug=f"{role}-never-leaves",
        observed=observed,
        advice=ending if last else telling,
        notes=WAITING if last else HANDLER,
        line=thread or (waits if last else why.line if why else None),
    )


def _may_stay(scene: Scene, role: Role, why: Why) -> bool:
    """Whether that handler need not return: it has said its last words, or waits for the other one in it. Then it is
    the leaving that is missing.
    """
    if role == scene.case.homework.first_out:
        return _said(scene) or why.slug == "waits-elsewhere"
    signal = _told_by(scene, role)
    return signal is None or endless(scene, role, signal) is None


def _thread(scene: Scene, role: Role) -> int | None:
    """The line of a thread that keeps a process whose main thread has ended: it waits for the other ones to end."""
    before, after = scene.attempt.facts(role, "before"), scene.attempt.facts(role, "after")
    threads = after.get("threads")
    if not isinstance(threads, int) or threads < 2 or not after.get("syscall") == "futex" != before.get("syscall"):
        return None
    return line_of(scene.case.calls, "threading.Thread")


def nobody_leaves(scene: Scene) -> Why:
    """Both are still there."""
    first_out = scene.case.homework.first_out
    why = never_leaves(scene, first_out)
    if not why.slug.endswith("-never-leaves"):
        return why
    return replace(why, observed=T("Both were still there."), notes=TASK)


def _said(scene: Scene) -> bool:
    return count(scene.relay, output(scene.attempt.events)) > 0


def _told_by(scene: Scene, role: Role) -> str | None:
    """The signal by which the last relay reached that process."""
    if role == scene.relay.catcher:
        return scene.relay.stimulus
    return scene.relay.relayed if first(scene.attempt.events, "facts", role) else None


def _last_line(scene: Scene, call: str) -> int | None:
    """The last such call: the wait at the end of a program stands at its end."""
    return max((each.line for each in scene.case.calls if each.call == call), default=None)


def left_behind(scene: Scene, left: Event) -> Why:
    """Processes that outlive the driver."""
    found = left.data.get("processes")
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, tuple) else []
    running = [str(row.get("name")) for row in rows if row.get("state") != "Z"]
    observed = T("{count} processes were left: {names}", count=len(rows), names=listed(running[:8]))
    if not running:
        observed = T("{count} zombies were left: processes that have ended and were not waited for.", count=len(rows))
    return Why(
        slug="left-behind",
        observed=observed,
        advice=T("Let every process end, and wait for it with p.join() or os.wait()."),
        notes=WAITING,
        line=line_of(scene.case.calls, "os.fork") or line_of(scene.case.calls, "multiprocessing.Process"),
    )
