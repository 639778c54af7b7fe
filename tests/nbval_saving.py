"""Keep what the cells really printed. Load with `-p tests.nbval_saving --save-notebooks=FOLDER`, beside --nbval.

Each notebook is written into the folder once its last cell has run, with the outputs of this run, whether they
agreed with the recorded ones or not. A cell that was skipped has none.
"""

from pathlib import Path

import nbformat
from nbval.plugin import IPyNbCell


def pytest_addoption(parser):
    """Add the option that names the folder."""
    parser.addoption("--save-notebooks", metavar="FOLDER", type=Path, help="write the executed notebooks into FOLDER")


def pytest_runtest_teardown(item, nextitem):
    """Keep the outputs of a cell, and write the notebook after its last one."""
    folder = item.config.getoption("save_notebooks")
    if folder is None or not isinstance(item, IPyNbCell):
        return
    item.cell.outputs = item.test_outputs or []
    if nextitem is None or nextitem.parent is not item.parent:
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(item.parent.nb, folder / item.parent.path.name)
