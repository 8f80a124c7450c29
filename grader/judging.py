"""From evidence to a report: the last step that knows nothing of languages and formats."""

from __future__ import annotations

from grader.checks import judge
from grader.model import CheckResult, Evidence, Homework, Report, ReportStatus


def report(evidence: Evidence, homework: Homework) -> Report:
    """One submission's report. Pure: the same evidence and homework give the same report, today or from a file."""
    checks = () if evidence.problem else judge(evidence, homework)
    return Report(
        submission=evidence.submission,
        path=evidence.path,
        sha256=evidence.sha256,
        status="error" if evidence.problem else _status(checks),
        score=sum(check.points for check in checks),
        max_score=sum(homework.points[check] for check in homework.check_ids()),
        seconds=evidence.seconds,
        error=evidence.problem,
        checks=checks,
        timeline=evidence.events,
    )


def _status(checks: tuple[CheckResult, ...]) -> ReportStatus:
    return "review" if any(check.status == "inconclusive" for check in checks) else "graded"
