"""The report for the browser: an overview of the class, and a page for each submission.

Plain files that open from a disk, a mail or a web server alike, and ask nothing of the network. Whatever a student
wrote reaches a page through Jinja2's autoescaping, printable only, and the Content-Security-Policy of every page allows
no script and no style but the two files beside it: even a slip would stay text.
"""

from __future__ import annotations

from grader.locale.translate import Language
from grader.model import Grading
from grader.reports.folder import Folder
from grader.reports.html.overview import overview
from grader.reports.html.rows import Row, row
from grader.reports.html.site import PAGES, Site
from grader.reports.html.submission import submission


def write(grading: Grading, language: Language, out: Folder) -> None:
    """Pages first, the overview that links to them last; pages of an earlier report without a successor go."""
    site = Site(language, out)
    rows: list[Row] = [row(report, language) for report in grading.reports]
    site.files()
    for place, report in enumerate(grading.reports):
        site.page(rows[place].page, "submission.html", submission(grading, report, rows, place, language))
    site.page("index.html", "overview.html", overview(grading, rows, language))
    site.sweep({each.page.removeprefix(PAGES) for each in rows})
