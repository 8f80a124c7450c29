"""The report in real Chromium, opened from the disk as a teacher opens it: it works, and it stays inert."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from grader.model import Event, Grading, Student
from grader.reports.html.rows import file_name
from tests.browser import needs_chromium, opened, written
from tests.classes import HOSTILE, graded, grading, ungraded

pytestmark = needs_chromium

CLASS = grading(
    graded("Zoe", fail=["exit.order"], line=3, words="left too early"),
    graded("amy", fail=["exit.order", "exit.waits", "departure.relay"], skip=["seatbelt.relay"], line=3),
    graded("bob10", student=Student(id="007", name="李雷")),
    graded("bob9", undecided=["clean"]),
    ungraded("dan"),
    ungraded("fay", absent=True),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, CLASS)


def shows(page: Page, *names: str) -> None:
    """Assert that these names are shown, in this order. It is waited for: a link to a view of the class sets the
    fragment, and the browser tells the page of that (hashchange) some time after the click has returned."""
    expect(page.locator("#matrix tbody tr:visible th a")).to_have_text(names)


def test_sorting_filtering_and_links(browser: Browser, folder: Path) -> None:
    page, watched = opened(browser, folder)
    everyone = ("Zoe", "amy", "bob10", "bob9", "dan", "fay")
    shows(page, *everyone)

    score = page.get_by_role("columnheader", name="Score")
    score.get_by_role("button").click()
    shows(page, "dan", "fay", "amy", "Zoe", "bob10", "bob9")  # without a score first
    expect(score).to_have_attribute("aria-sort", "ascending")
    score.get_by_role("button").click()
    expect(score).to_have_attribute("aria-sort", "descending")
    shows(page, "bob10", "bob9", "Zoe", "amy", "fay", "dan")
    page.get_by_role("button", name="Name").click()
    shows(page, "amy", "bob9", "bob10", "dan", "fay", "Zoe")  # numbers in names as numbers, case apart
    page.get_by_role("button", name="departure.relay").click()
    shows(page, "amy", "dan", "fay", "Zoe", "bob10", "bob9")  # failed ones first

    count = page.locator("output")
    page.get_by_label("Check", exact=True).select_option("exit.order")
    page.get_by_label("Status").select_option("failed")
    shows(page, "amy", "Zoe")
    expect(count).to_have_text("2 of 6 shown")
    page.get_by_label("Score from").fill("80")
    shows(page, "Zoe")
    page.reload()
    shows(page, "Zoe")  # a view of the class is a link
    page.get_by_role("button", name="Reset").click()
    shows(page, "amy", "dan", "fay", "Zoe", "bob10", "bob9")  # the order stays

    page.get_by_label("Search").fill("李雷")
    shows(page, "bob10")
    page.get_by_label("Search").fill("nobody")
    expect(page.locator("#nobody")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Outcome").select_option("Not handed in")
    shows(page, "fay")
    page.get_by_role("button", name="Reset").click()

    page.locator('a.number[href="#mistake=mistake-exit-waits"]').click()
    shows(page, "amy")
    page.go_back()
    expect(count).to_have_text("6 of 6 shown")
    page.locator(".bars a").last.click()
    shows(page, "bob10", "bob9")

    page.goto((folder / "index.html").as_uri())
    page.locator("tr", has_text="Zoe").locator("td.f").first.click()
    expect(page).to_have_url(re.compile(re.escape(file_name("Zoe")) + r"#check-exit\.order$"))
    page.get_by_role("link", name="line 3").click()
    expect(page.locator("tr.marked")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('tr:target').id") == "L3"
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("amy")
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("#matrix")).to_be_visible()
    assert (watched.troubles, watched.requests) == ([], [])


def test_by_keyboard_alone(browser: Browser, folder: Path) -> None:
    page, watched = opened(browser, folder)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Search").focus()
    page.keyboard.type("bob")
    shows(page, "bob10", "bob9")
    for _field in range(7):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Reset")).to_be_focused()
    for _region in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Name")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "focus is seen"
    page.keyboard.press("Enter")
    shows(page, "bob9", "bob10")
    page.locator("#matrix").get_by_role("link", name="bob9").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("bob9")
    assert watched.troubles == []


def test_what_a_screen_reader_finds(browser: Browser, folder: Path) -> None:
    page, _watched = opened(browser, folder)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("banner")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("region", name="Students and checks").first).to_be_visible()
    expect(page.get_by_role("rowheader", name="amy")).to_have_count(1)
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    assert roles["table"] == 1, "Chromium's own tree: rows that are laid out as grids are rows still"
    assert (roles["row"], roles["rowheader"], roles["columnheader"]) == (8, 7, 15)
    unnamed = page.eval_on_selector_all(
        "input, select, button, a",
        "all => all.filter(each => !each.labels?.length && !each.ariaLabel"
        " && !each.textContent.trim() && !each.closest('label')).map(each => each.outerHTML)",
    )
    assert unnamed == []
    page.goto((folder / "pages" / file_name("amy")).as_uri())
    levels = page.eval_on_selector_all(
        "h1, h2, h3", "all => all.filter(each => each.offsetParent).map(each => each.tagName)"
    )
    assert levels[0] == "H1"
    assert all(int(after[1]) - int(before[1]) <= 1 for before, after in itertools.pairwise(levels))


def test_contrast_in_light_and_dark(browser: Browser, folder: Path) -> None:
    """WCAG 2.1, level AA: text 4.5 to 1 against its own background, in both schemes."""
    for scheme in ("light", "dark"):
        for name in ("index.html", f"pages/{file_name('amy')}"):
            page = browser.new_page(color_scheme=scheme)
            page.goto((folder / name).as_uri())
            assert page.evaluate(CONTRAST) == [], (scheme, name)
            page.close()


CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = rgba(getComputedStyle(each).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const bad = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest("svg, option")) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(`${element.tagName}.${element.className} ${texts.currentNode.data}`);
  }
  return [...new Set(bad)].slice(0, 5);
}"""


def test_on_a_phone_and_on_paper(browser: Browser, folder: Path) -> None:
    page, _watched = opened(browser, folder, viewport={"width": 390, "height": 844})
    for name in ("index.html", f"pages/{file_name('amy')}"):
        page.goto((folder / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{name} scrolls sideways"
    page.goto((folder / "index.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#matrix")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible", (
        "nothing is cut off"
    )


def test_without_script_everything_is_there(browser: Browser, folder: Path) -> None:
    page, watched = opened(browser, folder, java_script_enabled=False)
    expect(page.locator("#matrix tbody tr")).to_have_count(6)
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.get_by_text("Sorting and filtering need JavaScript")).to_be_visible()
    assert watched.requests == []


def test_hostile_words_stay_words(browser: Browser, tmp_path: Path) -> None:
    attack = (
        HOSTILE + "<img src=http://127.0.0.1:9/x onerror=alert(2)><iframe src=http://127.0.0.1:9/y></iframe>"
        "</script><script src='//127.0.0.1:9/z'></script>'\"><svg onload=alert(3)>{{7*7}}{% raw %}javascript:alert(4)"
    )
    endless = "W" * 100_000
    events = (Event(run="journey", launch=1, at=0.1, event="output", text=f"{attack}\n{endless}"),)
    source = f"#{attack}\nprint('\u202e{attack}')\n{endless}\n".encode("utf-8", "surrogatepass")
    reports = [
        graded(
            attack, fail=["exit.order"], words=attack, line=1, timeline=events, student=Student(id=attack, name=attack)
        ),
        graded(endless, undecided=["clean"], words=endless),
    ]
    whole = Grading(
        homework=CLASS.homework, grader="1", isolation="none", reports=reports, source=lambda _report: source
    )
    written(tmp_path, whole)
    page, watched = opened(browser, tmp_path, viewport={"width": 390, "height": 844})
    for name in ("index.html", *(f"pages/{file_name(each.submission)}" for each in reports)):
        page.goto((tmp_path / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.locator("img, iframe, svg[onload], script:not([src='report.js'])").count() == 0
        assert "alert(1)" in page.inner_text("body") or "WWW" in page.inner_text("body")
        assert "\u202e" not in page.inner_text("body")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    assert (watched.troubles, watched.requests) == ([], [])


def test_a_script_that_slipped_in_would_not_run(browser: Browser, folder: Path) -> None:
    """The policy holds by itself, even if escaping failed."""
    page = folder / "index.html"
    slipped = (
        "<script>document.title='owned'</script><img src='http://127.0.0.1:9/x'><p onclick=\"document.title='owned'\">x"
    )
    page.write_text(page.read_text().replace("<main", f"{slipped}<main"))
    opened_page, watched = opened(browser, folder)
    opened_page.locator("p[onclick]").click()
    assert opened_page.title() != "owned"
    assert len([each for each in watched.troubles if "Content Security Policy" in each]) >= 3
