"""Demos in a real JupyterLab: they appear once, and answer."""

import contextlib
import json
import os
import subprocess
import sys
import time

import pytest
from nbformat import v4

from tests import demo_page, notebook_factory
from tools import notebooks

CELLS = {
    "perceptron": """from lib.demos import PerceptronPlayground

PerceptronPlayground([[0.5, 0.5], [-0.5, -0.5]], [0, 1])""",
    "networks": """from lib.demos import TwoNetworks

TwoNetworks()""",
}
START_LIMIT = 120  # seconds


@pytest.fixture
def laboratory(tmp_path):
    """Start JupyterLab in a folder with notebooks that were never run; return its address."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    metadata = {"kernelspec": dict(notebook_factory.KERNEL)}
    for name, cell in CELLS.items():
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell)], metadata=metadata)
        notebooks.write(notebook, folder / f"{name}.ipynb")
    places = ("CONFIG_DIR", "RUNTIME_DIR", "DATA_DIR")
    environment = {
        **os.environ,
        **{f"JUPYTER_{place}": str(tmp_path / place) for place in places},
        **{f"JUPYTERLAB_{place}_DIR": str(tmp_path / place) for place in ("SETTINGS", "WORKSPACES")},
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONPATH": str(notebooks.ROOT),
    }
    options = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        "--IdentityProvider.token=",
        f"--notebook-dir={folder}",
    ]
    command = [sys.executable, "-m", "jupyter", "lab", *options]
    with (
        open(tmp_path / "log", "w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder) as server,
    ):
        try:
            yield address_of(tmp_path / "RUNTIME_DIR")
        finally:
            server.terminate()


def address_of(runtime):
    """Return the address that the server writes into its runtime folder once it listens."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):
                return json.loads(path.read_text())["url"]
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start within {START_LIMIT} s.")


@contextlib.contextmanager
def run_notebook(browser, laboratory, name):
    """Yield the page with a notebook whose cell has shown its demo."""
    with demo_page.watched_page(browser, viewport={"width": 1280, "height": 1200}) as page:
        page.goto(f"{laboratory}lab/tree/{name}.ipynb")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.locator(".jp-Notebook .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.locator(".demo").wait_for()
        yield page


def test_a_demo_appears_once_and_answers(browser, laboratory):
    with run_notebook(browser, laboratory, "perceptron") as page:
        page.get_by_role("button", name="Next mistake").click()
        said = page.locator(".demo").get_by_role("status")
        assert said.inner_text().startswith("Step 1, epoch 1: point 1 at (0.500, 0.500), class 0.")
        assert page.locator(".demo").count() == 1
        assert page.get_by_text("It plays here with JavaScript").count() == 0
        assert "perceptron=" not in page.url


def test_the_kernel_hands_over_the_networks_and_the_photos(browser, laboratory):
    with run_notebook(browser, laboratory, "networks") as page:
        said = page.locator(".demo").get_by_role("status").first
        said.filter(has_text="Chelsea, a cat: 451 × 300 pixels").wait_for()
        page.get_by_role("button", name="Load the two networks").click()
        said.filter(has_text="The network of chapter 10 says dog (0.950)").wait_for(timeout=START_LIMIT * 1000)
