"""A page with a demo in a real browser: nothing but this machine answers, and no error goes unnoticed."""

import contextlib
import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from lib.demos.course_files import FOLDERS
from tools import book_demos, notebooks

PAGE = """<!doctype html>
<html lang="en" data-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A demo</title>
<link rel="stylesheet" href="_static/demos/demos.css">
<script type="module" src="_static/demo_host.mjs"></script>
<style>
body {{ margin: 1rem; max-width: 45rem; font-family: sans-serif; }}
[data-theme=dark] {{ background: #14181e; color: #e0e0e0; }}
</style>
</head>
<body>
<main><h1>A demo</h1>
{tag}
<p>The text after the demo.</p>
</main>
</body>
</html>
"""
COUNT_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.layoutShift += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


def write_page(demo, folder, theme="light"):
    """Write a page with this demo, and all that it loads, into a folder; return the path of the page."""
    static = folder / "_static"
    shutil.copytree(book_demos.FOLDER, static / "demos", ignore=book_demos.NOT_FOR_THE_PAGE, dirs_exist_ok=True)
    shutil.copy(notebooks.ROOT / "site" / "demo_host.mjs", static)
    for name, files in FOLDERS.items():
        if not (static / name).exists():
            (static / name).symlink_to(files)
    page = folder / f"{theme}.html"
    page.write_text(PAGE.format(theme=theme, tag=demo.tag()), encoding="utf-8")
    return page


@contextlib.contextmanager
def served(folder):
    """Serve a folder on 127.0.0.1 as long as the context lasts; yield its address."""
    handler = functools.partial(QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """A file server that prints nothing, and has nothing to say to browsers that ask for an icon."""

    def do_GET(self):
        """Answer with a file."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *arguments):
        """Print nothing."""


@contextlib.contextmanager
def watched_page(browser, **context_options):
    """Yield a new page; on leaving, fail if it asked another machine for anything, or threw or logged an error."""
    troubles = []
    context = browser.new_context(**context_options)
    context.route(lambda url: not url.startswith("http://127.0.0.1:"), lambda route: _refuse(route, troubles))
    context.add_init_script(COUNT_SHIFTS)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda message: _note(message, troubles))
    try:
        yield page
    finally:
        context.close()
    assert not troubles, "\n".join(troubles)


def _note(message, troubles):
    if message.type == "error":
        troubles.append(f"{message.text} ({message.location['url']})")


def _refuse(route, troubles):
    troubles.append(f"asked for {route.request.url}")
    route.abort()


def accessibility_problems(page, part=".demo", options=None):
    """Return what axe finds in a part of the page (None: in all of it), a line each; `options` go to axe."""
    from axe_playwright_python.sync_playwright import Axe

    only_violations = {"resultTypes": ["violations"], **(options or {})}
    violations = Axe().run(page, context=part, options=only_violations).response["violations"]
    return [f"{violation['id']}: {node['html']}" for violation in violations for node in violation["nodes"]]


def open_table(page, summary=""):
    """Open a demo's table by keyboard, the one with this summary, and return its rows: a list of texts each.

    The browser tells the demo a moment later that its table is open; only then are there rows.
    """
    details = page.locator("details", has_text=summary)
    if details.get_attribute("open") is None:
        details.locator("summary").focus()
        page.keyboard.press("Enter")
    details.locator("tbody tr").first.wait_for()
    return [row.split("\t") for row in details.locator("tbody").inner_text().splitlines()]


def layout_shift(page):
    """Return how far the page's content has moved by itself since it was loaded; 0 is not at all."""
    return page.evaluate("window.layoutShift")


def overflows(page):
    """Return True when the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def assert_stays_in_its_place(page):
    """Fail when the content has moved by itself since it was loaded, or is wider than the window."""
    assert layout_shift(page) == 0
    assert not overflows(page)
