"""Chapters run in JupyterLab as `make lab` starts it: every cell, in a real browser, without an error."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests import demo_page
from tools import notebooks

CHAPTERS = ("01_history", "03_perceptron")  # one without TensorFlow, and one with it
LAB = re.compile(r"\$\(BIN\)/jupyter lab --notebook-dir=chapters (.*)")
START_TIMEOUT = 120  # seconds
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
        os.utime(path, (0, 0))
    return folder


@pytest.fixture(scope="module")
def lab(chapters, tmp_path_factory):
    """Start JupyterLab on `chapters`, with the options of `make lab` and no settings of the user; yield its address."""
    home = tmp_path_factory.mktemp("lab")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (options,) = LAB.findall((notebooks.ROOT / "Makefile").read_text())
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={chapters}", *options.split()]
    for_the_test = [
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--expose-app-in-browser",
    ]
    environment = {
        **os.environ,
        "COURSE_PROFILE": "quick",
        "PYTHONPATH": str(notebooks.ROOT),
        **{f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")},
    }
    with open(home / "log.txt", "w") as log:
        server = subprocess.Popen([*command, *for_the_test], env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/lab"
        wait_for(address, server, home / "log.txt")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server, log):
    """Wait until the server answers; fail with its log when it does not."""
    end = time.monotonic() + START_TIMEOUT
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(address).close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(log.read_text())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_all_cells_of_a_chapter_run(browser, lab, chapters, chapter):
    with demo_page.watched_page(browser) as page:
        page.goto(f"{lab}?reset")
        page.wait_for_function("window.jupyterapp && window.jupyterapp.restored.then(() => true)")
        executed = page.evaluate(RUN_ALL_AND_SAVE, f"{chapter}.ipynb")
    cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        raised = [output["evalue"] for output in cell["outputs"] if output["output_type"] == "error"]
        assert bool(raised) == ("raises-exception" in cell["metadata"].get("tags", [])), (cell["source"], raised)
    text = f"{chapter}.md"
    assert (chapters / text).read_bytes() == (notebooks.CHAPTERS / text).read_bytes()
