"""JupyterLab as `make lab` starts it, in a real browser: whole chapters run, and a demo appears and answers."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from nbformat import v4

from tests import demo_page, notebook_factory
from tools import notebooks

CHAPTERS = ("01_history", "03_perceptron")  # one without TensorFlow, and one with it
DEMOS = {
    "perceptron": """from lib.demos import PerceptronPlayground

PerceptronPlayground([[0.5, 0.5], [-0.5, -0.5]], [0, 1])""",
    "networks": """from lib.demos import TwoNetworks

TwoNetworks()""",
}
START_LIMIT = 120  # seconds
LONG_AGO = 0  # the time at which the texts of the copied chapters were last written
LAB = re.compile(r"\$\(BIN\)/jupyter lab --notebook-dir=chapters (.*)")
FOR_THE_TEST = (
    "--no-browser", "--allow-root", "--expose-app-in-browser",
    "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--IdentityProvider.token=",
)  # fmt: skip
RUN_ALL_AND_SAVE = """
async (path) => {
  const panel = await jupyterapp.commands.execute("docmanager:open", { path });
  await panel.context.ready;
  await panel.sessionContext.ready;
  await jupyterapp.commands.execute("notebook:run-all-cells");
  await panel.context.save();
  return panel.content.model.toJSON();
}
"""


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    """Return a copy of the chapters in which, as after a recording, the notebooks are the newer files."""
    folder = tmp_path_factory.mktemp("course") / "chapters"
    shutil.copytree(notebooks.CHAPTERS, folder)
    for path in notebooks.find(folder=folder):
        os.utime(path, (LONG_AGO, LONG_AGO))
    metadata = {"kernelspec": dict(notebook_factory.KERNEL)}
    for name, cell in DEMOS.items():
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell)], metadata=metadata)
        notebooks.write(notebook, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def laboratory(chapters, tmp_path_factory):
    """Start JupyterLab on the copy, with the options of `make lab` and no settings of the user; return its address."""
    home = tmp_path_factory.mktemp("home")
    places = ("CONFIG_DIR", "RUNTIME_DIR", "DATA_DIR")
    environment = {
        **os.environ,
        **{f"JUPYTER_{place}": str(home / place) for place in places},
        **{f"JUPYTERLAB_{place}_DIR": str(home / place) for place in ("SETTINGS", "WORKSPACES")},
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(notebooks.ROOT),
        "COURSE_PROFILE": "quick",
    }
    (options,) = LAB.findall((notebooks.ROOT / "Makefile").read_text())
    command = [sys.executable, "-m", "jupyter", "lab", f"--notebook-dir={chapters}", *options.split(), *FOR_THE_TEST]
    with (
        open(home / "log", "w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            yield address_of(home / "RUNTIME_DIR")
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


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_cell_of_a_chapter_runs(browser, laboratory, chapters, chapter):
    with demo_page.watched_page(browser) as page:
        page.goto(f"{laboratory}lab?reset")
        page.wait_for_function("window.jupyterapp && window.jupyterapp.restored.then(() => true)")
        executed = page.evaluate(RUN_ALL_AND_SAVE, f"{chapter}.ipynb")
    assert (chapters / f"{chapter}.md").stat().st_mtime == LONG_AGO  # saving writes the notebook alone
    cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        raised = [output["evalue"] for output in cell["outputs"] if output["output_type"] == "error"]
        assert bool(raised) == ("raises-exception" in cell["metadata"].get("tags", [])), (cell["source"], raised)


@contextlib.contextmanager
def run_notebook(browser, laboratory, name):
    """Yield the page with a notebook whose cell has shown its demo."""
    with demo_page.watched_page(browser, viewport={"width": 1280, "height": 1200}) as page:
        page.goto(f"{laboratory}lab/tree/{name}.ipynb?reset")
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
