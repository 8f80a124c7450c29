"""The results as JUnit XML, for CI servers: a test suite for each submission, a test case for each check.

Held against the schema of Jenkins' xUnit plugin in the tests, which is the strictest reader we know. As everywhere,
only checks with points decide: one without points that fails is `skipped`, with the advice as its reason, so that it
is seen and breaks no build. What could not be decided is an `error`: JUnit's word for trouble of the test's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from grader.locale.translate import Language
from grader.model import CheckResult, Grading, Report
from grader.reports.visible import visible
from grader.reports.words import explained, say, verdict
from grader.text import T

_OUTCOMES = {"fail": "failure", "inconclusive": "error", "skip": "skipped"}


def write(grading: Grading, language: Language, out: BinaryIO) -> None:
    """UTF-8. Goes through the reports twice: the totals stand before the suites."""
    totals: Counter[str] = Counter()
    seconds = 0.0
    for report in grading.reports:
        totals += _counts(report)
        seconds += report.seconds
    name = visible(grading.homework.name, language)
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f"<testsuites{_attributes(name=name, time=seconds, counts=totals)}>\n".encode())
    for report in grading.reports:
        out.write("".join(_suite(report, language)).encode())
    out.write(b"</testsuites>\n")


def _outcome(check: CheckResult) -> str:
    """The element that says how a check ended; "" where it passed."""
    if check.status == "fail" and not check.max_points:
        return "skipped"
    return _OUTCOMES.get(check.status, "")


def _counts(report: Report) -> Counter[str]:
    """Tests, failures, errors and skipped ones of one submission."""
    if not report.checks:
        return Counter(tests=1, error=1)
    outcomes = Counter(outcome for check in report.checks if (outcome := _outcome(check)))
    return Counter(tests=len(report.checks)) + outcomes


def _suite(report: Report, language: Language) -> Iterator[str]:
    name = visible(report.submission, language)
    yield f" <testsuite{_attributes(name=name, time=report.seconds, counts=_counts(report), skipped='skipped')}>\n"
    yield f"  <properties>\n   <property{_attribute('name', 'score')}{_attribute('value', str(report.score))}/>\n"
    yield f"   <property{_attribute('name', 'max_score')}{_attribute('value', str(report.max_score))}/>\n"
    yield "  </properties>\n"
    if not report.checks:
        yield _case(name, "grading", "error", message=say(verdict(report), language), seconds=report.seconds)
    for check in report.checks:
        outcome = _outcome(check)
        message = say(check.title, language)
        if outcome == "skipped" and check.status == "fail":
            message = say(T("advice, worth no points: {title}", title=check.title), language)
        yield _case(name, check.id, outcome, message=message, text=explained(check, language))
    yield " </testsuite>\n"


def _case(suite: str, name: str, outcome: str, *, message: str, text: str = "", seconds: float = 0.0) -> str:
    head = f'  <testcase{_attribute("classname", suite)}{_attribute("name", name)} time="{seconds:.3f}"'
    if not outcome:
        return f"{head}/>\n"
    if outcome == "skipped":  # its reason is an attribute: not every reader looks for text in it
        reason = f"{message}\n{text}".strip()
        return f"{head}>\n   <skipped{_attribute('message', reason)}/>\n  </testcase>\n"
    kind = _attribute("type", outcome)
    return f"{head}>\n   <{outcome}{_attribute('message', message)}{kind}>{_escaped(text)}</{outcome}>\n  </testcase>\n"


def _attributes(*, name: str, time: float, counts: Counter[str], skipped: str = "") -> str:
    """The schema knows `skipped` on a suite, and not on the whole."""
    named = _attribute("name", name) + f' tests="{counts["tests"]}" failures="{counts["failure"]}"'
    return (
        named
        + f' errors="{counts["error"]}"'
        + (f' skipped="{counts["skipped"]}"' if skipped else "")
        + (f' time="{time:.3f}"')
    )


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
