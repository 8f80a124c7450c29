"""The command `grade`."""

from __future__ import annotations

import sys


def main() -> int:
    """Grade what the command line names; the exit status."""
    from grader.grading import Options, observe  # noqa: PLC0415
    from grader.homework import load  # noqa: PLC0415
    from grader.judging import report  # noqa: PLC0415
    from grader.model import Submission  # noqa: PLC0415
    from grader.submissions import Candidate, find, read  # noqa: PLC0415

    homework = load()
    for each in find(sys.argv[1:]):
        submission = read(each) if isinstance(each, Candidate) else each
        if isinstance(submission, Submission):
            print(report(observe(submission, homework, Options()), homework))
    return 0
