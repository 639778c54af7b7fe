"""JupyterLab as `make lab` starts it, in a real browser: a whole chapter runs, and a demo appears and answers."""

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

CHAPTER = "01_history"
DEMOS = (
    """import numpy as np

from lib import demos

picture = np.arange(144).reshape(12, 12)
demos.PerceptronPlayground([[0.5, 0.5], [-0.5, -0.5]], [0, 1])""",
    'demos.OptimizerRace("saddle", learning_rates={"gradient descent": 0.1})',
    "demos.ConvolutionExplorer(picture)",
    "demos.PoolingExplorer(picture[:8, :8], picture)",
    "demos.LayerWalk()",
    "demos.TwoNetworks()",
)
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
  const kernel = panel.sessionContext.session.kernel;
  for (let turn = 0; turn < 3; turn += 1) await kernel.requestCommInfo({}); // JupyterLab looks for widgets meanwhile
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
    cells = [v4.new_code_cell(cell) for cell in DEMOS]
    notebooks.write(v4.new_notebook(cells=cells, metadata=metadata), folder / "demos.ipynb")
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


@pytest.fixture(scope="module")
def page(browser, laboratory):
    """Return the page on which JupyterLab is open."""
    with demo_page.watched_page(browser, viewport={"width": 1280, "height": 1200}) as page:
        page.goto(f"{laboratory}lab?reset")
        page.wait_for_function("window.jupyterapp && window.jupyterapp.restored.then(() => true)")
        yield page


@pytest.fixture
def page_with_demos(page):
    """Return the page with the notebook in which each cell shows its demo; run it, unless it stands so already."""
    demos = page.locator(".demo")
    if demos.count() != len(DEMOS):
        page.evaluate(RUN_ALL_AND_SAVE, "demos.ipynb")
        demos.nth(len(DEMOS) - 1).wait_for()
    return page


def test_every_cell_of_a_chapter_runs(page, chapters):
    executed = page.evaluate(RUN_ALL_AND_SAVE, f"{CHAPTER}.ipynb")
    assert (chapters / f"{CHAPTER}.md").stat().st_mtime == LONG_AGO  # saving writes the notebook alone
    cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        raised = [output["evalue"] for output in cell["outputs"] if output["output_type"] == "error"]
        assert bool(raised) == ("raises-exception" in cell["metadata"].get("tags", [])), (cell["source"], raised)


@pytest.mark.parametrize(
    ("title", "button", "answer"),
    [
        ("Perceptron playground", "Next mistake", r"^Step 1, epoch 1: point 1 at \(0\.500, 0\.500\), class 0\."),
        ("Optimizer race", "Step", "Step 1 "),
        ("Convolution explorer", "Step", r"The first kernel at row 6, column 7: the nine products add up to 8\."),
        ("Pooling explorer", "Step", "row 0, column 1"),
        ("A picture walks through VGG16", "Load VGG16", "block1_conv1: 64 maps of 64 × 64"),
        (
            "Two networks, your picture",
            "Load the two networks",
            r"^Chelsea, a cat: 451 × 300 pixels.*The network of chapter 10 says dog \(0\.810\)",
        ),
    ],
)
def test_a_demo_appears_once_and_answers(page_with_demos, title, button, answer):
    demo = page_with_demos.get_by_label(title, exact=True)
    assert demo.count() == 1
    demo.get_by_role("button", name=re.compile(f"^{button}")).click()
    demo.get_by_role("status").filter(has_text=re.compile(answer)).wait_for(timeout=START_LIMIT * 1000)
    assert page_with_demos.get_by_text("It plays here with JavaScript").count() == 0
    assert "#" not in page_with_demos.url
