"""The overview of a class: the matrix, how the scores lie, what most get wrong, and what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from grader.locale.translate import Language, title
from grader.model import CheckResult, Grading
from grader.reports.html.rows import LETTERS, Row
from grader.reports.visible import visible
from grader.reports.words import say

LINKS = 8
"""Submissions named with a mistake; the matrix shows them all."""

MISTAKES = 15

LARGE = 200
"""Submissions from which on the matrix draws only the rows in view. Chromium keeps the cells of the others from screen
readers until they come into view, so a class that draws fast enough without is drawn whole."""

_STEP = 10  # percent of the points in one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """Scores from `low` to `high` percent: how many, and how high the bar is (0 to 100, of the highest)."""

    low: int
    high: int
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Common:
    """A mistake that was made `count` times in as many submissions, with what was seen in the first of them."""

    slug: str
    observed: str
    checks: tuple[str, ...]
    count: int
    share: int
    rows: tuple[Row, ...]


def overview(grading: Grading, rows: Sequence[Row], language: Language) -> dict[str, Any]:
    """The values of `overview.html`."""
    graded = [row for row in rows if row.kind in ("full", "part", "review")]
    checks = grading.homework.check_ids()
    names = _titles(grading, language)
    return {
        "title": visible(title(grading.homework, language), language),
        "isolation": grading.isolation,
        "grader": grading.grader,
        "rows": rows,
        "checks": [
            {
                "id": check,
                "title": names.get(check, check),
                "points": grading.homework.points.get(check, 0),
                "passed": sum(row.letters[place : place + 1] == "p" for row in rows),
            }
            for place, check in enumerate(checks)
        ],
        "most": sum(grading.homework.points.values()),
        "kinds": Counter(row.kind for row in rows),
        "students": any(row.student for row in rows),
        "mean": f"{fmean(row.score for row in graded):.1f}" if graded else "–",
        "median": f"{median(row.score for row in graded):g}" if graded else "–",
        "checked": sum(bool(row.letters) for row in rows),
        "bars": _bars(graded),
        "mistakes": _mistakes(rows),
        "review": [row for row in rows if row.reason],
        "letters": LETTERS,
        "large": LARGE,
    }


def _titles(grading: Grading, language: Language) -> dict[str, str]:
    """The title of each check, from the first report that has any."""
    for report in grading.reports:
        if report.checks:
            found: Sequence[CheckResult] = report.checks
            return {check.id: say(check.title, language) for check in found}
    return {}


def _bars(rows: Sequence[Row]) -> list[Bar]:
    """Tenths of the points; full marks have a bar of their own."""
    counts = Counter(row.percent // _STEP * _STEP for row in rows)
    highest = max(counts.values(), default=1)
    return [
        Bar(low, 100 if low == 100 else low + _STEP - 1, counts[low], round(100 * counts[low] / highest, 1))
        for low in range(0, 101, _STEP)
    ]


def _mistakes(rows: Sequence[Row]) -> list[Common]:
    """The most common first; a mistake that shows in two checks of a submission counts once."""
    found: dict[str, list[Row]] = {}
    checks: dict[str, dict[str, None]] = {}
    seen: dict[str, str] = {}
    for row in rows:
        for mistake in row.mistakes:
            having = found.setdefault(mistake.slug, [])
            if not having or having[-1] is not row:
                having.append(row)
            checks.setdefault(mistake.slug, {})[mistake.check] = None
            seen.setdefault(mistake.slug, mistake.observed)
    common = [
        Common(
            slug, seen[slug], tuple(checks[slug]), len(having), 100 * len(having) // len(rows), tuple(having[:LINKS])
        )
        for slug, having in found.items()
    ]
    return sorted(common, key=lambda each: (-each.count, each.slug))[:MISTAKES]
