"""Every page of the built book in a real browser, served from a folder below a host, with the network blocked."""

import gzip
import re

import pytest

from tests import demo_page
from tools import joined_book, make_pdf

FIRST, *OTHERS = joined_book.page_names()
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"runOnly": WCAG, "preload": False}
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "preload": False}
RULES_OF_WIDTH = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "aria-hidden-focus"]},
    "preload": False,
}
LOAD_ALL_PICTURES = """
async () => {
  const pictures = [...document.images].filter((picture) => picture.offsetParent !== null);
  pictures.forEach((picture) => (picture.loading = "eager"));
  await Promise.all(pictures.map((picture) => picture.decode()));
}
"""
PLAIN_WHERE_REPEATED = """
() => {
  const seen = new Set();
  for (const word of document.querySelectorAll(".highlight span[class]")) {
    if (seen.has(word.className)) word.replaceWith(...word.childNodes);
    seen.add(word.className);
  }
}
"""  # one highlighted word of each kind is left: axe looks at each, and thousands look the same
CODE_THAT_SCROLLS = """
() => [...document.querySelectorAll(".cell_input pre")]
  .filter((code) => Math.max(...code.textContent.split("\\n").map((line) => line.length)) <= 120)
  .filter((code) => code.scrollWidth > code.clientWidth)
  .map((code) => code.textContent)
"""
SCROLLS_WITHOUT_KEYBOARD = """
() => [...document.querySelectorAll("article *")]
  .filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
  .filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)
  .filter((part) => part.tabIndex < 0)
  .map((part) => part.outerHTML.slice(0, 200))
"""

WIDER_THAN_ITS_DEMO = """
() => [...document.querySelectorAll(".demo :is(table, input, select, button, canvas):not(.demo-table table)")]
  .filter((part) => {
    const demo = part.closest(".demo");
    const padding = parseFloat(getComputedStyle(demo).paddingRight);
    return part.getBoundingClientRect().right > demo.getBoundingClientRect().right - padding;
  })
  .map((part) => part.outerHTML.slice(0, 200))
"""
OUTSIDE_ITS_ROOM = """
() => [...document.querySelectorAll("dl-widget")]
  .map((widget) => ({
    name: widget.getAttribute("src"),
    room: parseFloat(getComputedStyle(widget).minHeight),
    height: widget.querySelector(".demo").getBoundingClientRect().height,
  }))
  .filter(({ room, height }) => height > room || height < 0.9 * room)
"""

# after a change of the window the sidebar slides; then, in one frame a demo learns its width, in the next it is drawn
SETTLED = """
async () => {
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}
"""


@pytest.fixture(scope="module")
def address(built_book, tmp_path_factory):
    """Return the address of the book, served as `python -m http.server` does, in a folder below another."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "courses").mkdir()
    (folder / "courses" / "book").symlink_to(built_book)
    with demo_page.served(folder) as host:
        yield f"{host}courses/book/"


@pytest.fixture(scope="module", params=["index", *OTHERS, "search"])
def opened(request, browser, address):
    """Open one page after the other, each once, light and wide; `received` lists what came over the wire."""
    with demo_page.watched_page(browser, viewport=WIDE, color_scheme="light") as page:
        page.received = []
        page.on("response", lambda response: page.received.append(response.url))
        page.goto(f"{address}{request.param}.html")
        page.wait_for_load_state("networkidle")
        page.evaluate(PLAIN_WHERE_REPEATED)
        yield page


@pytest.fixture
def narrow(opened):
    """Return the page in a window as narrow as a phone's."""
    opened.set_viewport_size(NARROW)
    opened.wait_for_timeout(500)  # the theme looks for scrollable parts again after 300 ms
    yield opened
    opened.set_viewport_size(WIDE)
    opened.evaluate(SETTLED)


@pytest.fixture
def dark(opened):
    """Return the page in dark colours."""
    opened.emulate_media(color_scheme="dark")
    opened.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    yield opened
    opened.emulate_media(color_scheme="light")


def weight(page, address, folder):
    """Return how many bytes a page and all that it loads are, packed as a server sends them."""
    paths = {re.sub(r"[?#].*", "", url).removeprefix(address) for url in page.received}
    return sum(len(gzip.compress((folder / path).read_bytes(), 6)) for path in paths)


def test_is_light_and_stays_in_its_place(opened, address, built_book):  # first, before a test changes the window
    opened.evaluate(LOAD_ALL_PICTURES)
    assert demo_page.layout_shift(opened) < 0.05
    is_first = opened.url.endswith("/index.html")
    assert weight(opened, address, built_book) < (350_000 if is_first else 1_500_000)
    assert not is_first or len(opened.received) < 25


def test_is_accessible(opened):
    assert demo_page.accessibility_problems(opened, None, ALL_RULES) == []


def test_is_accessible_in_dark_colours(dark):
    assert demo_page.accessibility_problems(dark, None, RULES_OF_COLOUR) == []


def test_is_accessible_on_a_phone(narrow):
    assert demo_page.accessibility_problems(narrow, None, RULES_OF_WIDTH) == []
    assert narrow.evaluate(SCROLLS_WITHOUT_KEYBOARD) == []


def test_fits_a_phone(narrow):
    assert not demo_page.overflows(narrow)
    assert narrow.evaluate(WIDER_THAN_ITS_DEMO) == []
    assert narrow.evaluate(OUTSIDE_ITS_ROOM) == []


def test_fits_a_laptop(opened):
    assert not demo_page.overflows(opened)
    assert opened.evaluate(CODE_THAT_SCROLLS) == []
    assert opened.evaluate(OUTSIDE_ITS_ROOM) == []


@pytest.mark.parametrize(("words", "chapter"), [("pooling", "7. Pooling"), ("perceptron", "3. The perceptron")])
def test_search_finds_the_chapter_first(browser, address, words, chapter):
    with demo_page.watched_page(browser, viewport=WIDE) as page:
        page.goto(address)
        page.keyboard.press("Control+k")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results li a")
        assert page.locator("#search-results li a").first.inner_text() == chapter


def test_keyboard_reaches_the_text_first_and_the_chapters_on_a_phone(browser, address):
    with demo_page.watched_page(browser, viewport=NARROW) as page:
        page.goto(f"{address}{OTHERS[0]}.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.hash") == "#main-content"
        page.get_by_role("button", name="Chapters").press("Enter")
        chapters = page.get_by_role("dialog").get_by_role("link", name="Pooling")
        assert chapters.is_visible()
        page.keyboard.press("Escape")
        assert not chapters.is_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_there_is_one_button_for_searching(browser, address, viewport):
    with demo_page.watched_page(browser, viewport=viewport) as page:
        page.goto(f"{address}{OTHERS[0]}.html")
        assert page.get_by_role("button", name="Search").count() == 1


def test_can_be_read_without_javascript(browser, address):
    with demo_page.watched_page(browser, viewport=WIDE, java_script_enabled=False) as page:
        page.goto(f"{address}{OTHERS[0]}.html")
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.get_by_role("link", name="Pooling").is_visible()
        assert page.get_by_role("button", name="Search").count() == 0


def test_prints_the_text_alone(browser, address):
    with demo_page.watched_page(browser, viewport=WIDE) as page:
        page.goto(f"{address}{OTHERS[0]}.html")
        page.emulate_media(media="print")
        assert page.locator("article").is_visible()
        for part in ("nav.bd-docs-nav", ".article-header-buttons", ".prev-next-footer"):
            assert not page.locator(part).is_visible()


def test_formulas_are_set_in_the_book_for_paper(browser, built_book, monkeypatch):
    monkeypatch.setattr(joined_book, "page_names", lambda: ["intro", "chapters/09_tech_stack"])
    joined = built_book / "joined.html"
    joined.write_text(joined_book.document(built_book), encoding="utf-8")
    try:
        page = browser.new_page()
        page.goto(joined.as_uri())
        page.evaluate(make_pdf.MATHS_IS_SET)
        assert page.locator("span.math, div.math").count() == page.locator(".math > mjx-container").count() > 10
    finally:
        joined.unlink()
