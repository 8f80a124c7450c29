"""How long the overview of a large class takes in Chromium: to open, to sort, to filter.

    python -m tests.benchmarks.page [STUDENTS [ROUNDS]]

Prints medians in milliseconds, until the result is painted, and of them what the page's main thread had of a processor;
and what writing the report took. Judges nothing.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from grader.model import Event, Report, Student
from grader.reports.outputs import outputs
from tests.browser import chromium
from tests.classes import HOMEWORK, Lazy, graded, grading

PAINTED = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""The frame with what was changed has been made: a task that was queued in it runs after its painting."""


def report(name: str) -> Report:
    """A student like any other: half have mistakes, in up to four checks."""
    chance = random.Random(name)
    checks = HOMEWORK.check_ids()
    fail = chance.sample(checks, chance.randint(1, 4)) if chance.random() < 0.5 else []
    student = Student(
        id=f"2024{chance.randrange(10**6):06}", name="".join(chance.sample("李雷韩梅王芳张伟刘洋陈静", 3))
    )
    events = tuple(
        Event(run="journey", launch=1, at=at / 1000, event="output", text="老司机开车了") for at in range(30)
    )
    return graded(name, fail=fail, student=student, line=3, timeline=events)


def measured(page: Page, action: str) -> float:
    """Milliseconds that a change takes, until it is painted."""
    took: float = page.evaluate(
        f"async () => {{ const t = performance.now(); {action}; await {PAINTED}; return performance.now() - t }}"
    )
    return took


def opened(page: Page, address: str) -> float:
    """Milliseconds from the call to the first painting after the page has loaded."""
    began = time.perf_counter()
    page.goto(address)
    page.evaluate(PAINTED)
    return (time.perf_counter() - began) * 1000


def processor(page: Page) -> Callable[[], float]:
    """A clock of the processor time that the page's main thread has had, in milliseconds: load does not change it."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")

    return spent


ACTIONS = {
    "sort by score": "document.querySelector('[data-sort=score]').click()",
    "sort by name": "document.querySelector('[data-sort=name]').click()",
    "sort by check": "document.querySelector('[data-sort=\"7\"]').click()",
    "show one mistake": "location.hash = '#is=f&check=7'",
    "show all again": "document.querySelector('[type=reset]').click()",
}


def main() -> None:
    """Write, open, sort; each round in a new page."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    names = [f"student{number:05}" for number in range(students)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        failure, _remarks = outputs([("html", folder)]).write(grading(lazy=Lazy(names, report)), "zh")
        assert failure is None
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        index = Path(folder, "index.html")
        print(f"{students} students: written in {time.perf_counter() - began:.1f} s, {memory:.0f} MiB at most")
        print(f"overview {index.stat().st_size / 1024:.0f} KiB")
        times: dict[str, list[tuple[float, float]]] = {}
        with chromium() as browser:
            for _round in range(rounds):
                page = browser.new_page()
                spent = processor(page)
                times.setdefault("open", []).append((opened(page, index.as_uri()), spent()))
                for name, action in ACTIONS.items():
                    before = spent()
                    times.setdefault(name, []).append((measured(page, action), spent() - before))
                page.close()
    for name, found in times.items():
        took, cpu = (statistics.median(each) for each in zip(*found, strict=True))
        print(f"{name:20} {took:7.0f} ms  (worst {max(found)[0]:.0f}; processor {cpu:.0f})")


if __name__ == "__main__":
    main()
