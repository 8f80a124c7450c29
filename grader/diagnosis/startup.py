"""Why the program was not ready: it died, it ended, it has no child, or the roles are the wrong way round."""

from __future__ import annotations

from grader.diagnosis.exceptions import explain
from grader.diagnosis.tracebacks import crashes
from grader.diagnosis.why import PROCESS, TASK, THREADS, Why, line_of
from grader.matching import count
from grader.model import Event, Text
from grader.text import T
from grader.view import ROLES, Case, Launch, first, output


def died(case: Case, launch: Launch) -> Why:
    """The driver, or the child before it, ended before the first signal was sent."""
    ended = first(launch.startup, "ended")
    child = ended is not None and ended.role != "driver"
    found = crashes(output(launch.startup), case.path)
    if found:
        slug = "child-died-at-start" if child or found[0].child else "died-at-start"
        return explain(found[0], slug, case)
    if any(count(relay, output(launch.startup)) for relay in case.homework.relays):
        observed = T("The program printed the messages and ended before any signal was sent to it.")
        return _ended(case, "plays-by-itself", observed)
    killed_by = ended.data.get("killed_by") if ended else None
    if isinstance(killed_by, str):
        observed = T("{signal} ended the program before the first signal was sent.", signal=killed_by)
        if child:
            observed = T("{signal} ended the child before the first signal was sent.", signal=killed_by)
        return _ended(case, "child-died-at-start" if child else "died-at-start", observed)
    observed = T("The program ended by itself before the first signal was sent.")
    if child:
        observed = T("The child ended by itself before the first signal was sent.")
    return _ended(case, _slug(launch, child=child), observed)


def _ended(case: Case, slug: str, observed: Text) -> Why:
    return Why(
        slug=slug,
        observed=observed,
        advice=T("Both processes are to stay and wait for signals, for example with signal.pause() in a loop."),
        notes=TASK,
        line=line_of(case.calls, "signal.pause"),
    )


def _slug(launch: Launch, *, child: bool) -> str:
    if child:
        return "child-died-at-start"
    met = sum(event.event == "process" for event in launch.startup)
    return "driver-ended-at-start" if met > 1 else "ended-at-start"


def no_conductor(case: Case, launch: Launch) -> Why:
    """The driver is there, and no child of it."""
    roles = first(launch.startup, "roles")
    over = first(launch.startup, "ended") or (roles and roles.data.get("how") == "ended")
    if over or crashes(output(launch.startup), case.path):
        return died(case, launch)
    facts = first(launch.startup, "facts", "driver")
    if facts and facts.data.get("reads_terminal") is True:
        return waits_for_keyboard_alone(case)
    threads = facts.data.get("threads") if facts else None
    if (isinstance(threads, int) and threads > 1) or line_of(case.calls, "threading.Thread"):
        return Why(
            slug="threads",
            observed=T("There is one process, with threads."),
            advice=T("Create a child process with os.fork() or multiprocessing.Process: threads share one PID."),
            notes=THREADS,
            line=line_of(case.calls, "threading.Thread"),
        )
    return Why(
        slug="one-process",
        observed=T("There is one process only."),
        advice=T("Create a child process, the conductor, with os.fork() or multiprocessing.Process."),
        notes=PROCESS,
        line=line_of(case.calls, "multiprocessing.Process") or line_of(case.calls, "os.fork"),
    )


def waits_for_keyboard_alone(case: Case) -> Why:
    """The program asks for something to be typed before it creates its child."""
    return Why(
        slug="waits-for-input",
        observed=T("The program waits for something to be typed before it has a child."),
        advice=T("Leave input() out: the homework talks by signals."),
        notes=TASK,
        line=line_of(case.calls, "input"),
    )


def reversed_roles(case: Case) -> Why:
    """The child drives, and the parent sells the tickets; or both are children of the process that was started."""
    observed = T("The child plays the driver, and the parent the conductor.")
    advice = T("Swap them: the process that is started is the driver, its child the conductor.")
    roles = (first(launch.startup, "roles") for launch in case.launches)
    if max((_processes(each) for each in roles), default=0) > len(ROLES):
        observed = T("A child plays the driver, and not the process that is started.")
        advice = T("Let the process that is started be the driver itself, and a child of its own the conductor.")
    return Why(
        slug="roles-reversed",
        observed=observed,
        advice=advice,
        notes=TASK,
        line=line_of(case.calls, "os.fork") or line_of(case.calls, "multiprocessing.Process"),
    )


def _processes(roles: Event | None) -> int:
    count = roles.data.get("processes") if roles else None
    return count if isinstance(count, int) else 0
