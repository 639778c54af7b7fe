import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from filelock import FileLock

from tests import demo_page
from tools import joined_book, notebooks


def pytest_collection_modifyitems(items):
    """Give what happens in a browser, where time matters, two more chances on a busy machine."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture
def shown(monkeypatch):
    """Return the list of figures that were shown; each is drawn to the end, in memory."""
    plt.switch_backend("Agg")
    drawn = []

    def show():
        plt.gcf().canvas.draw()
        drawn.append(plt.gcf())

    monkeypatch.setattr(plt, "show", show)
    with np.errstate(all="raise", under="ignore"):
        yield drawn
    plt.close("all")


@pytest.fixture(scope="module")
def browser():
    """Return Debian's Chromium. It is closed with each module: its event loop would disturb the notebooks' kernels."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="skipped: no browser (Playwright is not installed)")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("skipped: no browser (Chromium is not installed)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture
def open_demo(browser, tmp_path):
    """Return a function that opens a demo on a page of its own, and returns the page when the demo is there.

    `link` is the hash of the address; the other options are Playwright's, for a new context.
    """
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(demo_page.served(tmp_path))

        def open_demo(demo, theme="light", link="", width=1280, **options):
            path = demo_page.write_page(demo, tmp_path, theme)
            viewport = {"width": width, "height": 900}
            page = stack.enter_context(demo_page.watched_page(browser, viewport=viewport, **options))
            page.goto(f"{address}{path.name}{link}")
            page.wait_for_selector(".demo")
            return page

        yield open_demo


@pytest.fixture(scope="session")
def built_book(testrun_uid):
    """Return the folder of the book, built as `make book` builds it, once for all processes of a run of the tests."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", notebooks.ROOT, "-W", "-n", "--keep-going", "--quiet"]
    joined_book.BOOK.parent.mkdir(exist_ok=True)
    built_for = joined_book.BOOK.parent / "built_for"
    with FileLock(joined_book.BOOK.parent / "lock"):
        if not built_for.exists() or built_for.read_text() != testrun_uid:
            subprocess.run(command, cwd=notebooks.ROOT, check=True, stdout=subprocess.DEVNULL)
            built_for.write_text(testrun_uid)
    return joined_book.BOOK
