"""tools.summarize_cells counts cells and seconds by chapter; tests.nbval_saving keeps what they printed."""

import os
import subprocess
import sys

import pytest

from tests import notebook_factory as factory
from tools import notebooks, summarize_cells


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Run two notebooks, one of which has a cell that fails and one that is skipped, and return their folder."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "chapters").mkdir()
    notebooks.write(
        factory.notebook(
            factory.code("print(6 * 7)", factory.printed("42")),
            factory.code("print(6 * 8)", factory.printed("42")),
            factory.code("1 / 0", tags=["nbval-skip"]),
        ),
        folder / "chapters" / "10_mixed.ipynb",
    )
    notebooks.write(factory.notebook(factory.code("2 + 2;")), folder / "chapters" / "11_good.ipynb")
    plugins = ["-p", "tests.nbval_profiles", "-p", "tests.nbval_saving", "-p", "no:cacheprovider"]
    options = ["--nbval", "--save-notebooks=executed", "--junitxml=cells.xml", "--rootdir=."]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *options],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(notebooks.ROOT)},
        capture_output=True,
    )
    return folder


def test_table_counts_the_cells_of_each_chapter(folder, capsys):
    summarize_cells.main([str(folder / "cells.xml")])
    lines = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["chapter", "passed", "failed", "skipped", "time"]
    assert [line[:4] for line in lines[2:]] == [
        ["10_mixed", "1", "1", "1"],
        ["11_good", "1", "0", "0"],
        ["all", "2", "1", "1"],
    ]
    assert all(line[4].endswith(" s") for line in lines[2:])


def test_saved_notebook_has_what_the_cells_printed(folder):
    cells = notebooks.code_cells(notebooks.read(folder / "executed" / "10_mixed.ipynb"))
    assert [[output.text for output in cell.outputs] for cell in cells] == [["42\n"], ["48\n"], []]
    assert sorted(path.name for path in (folder / "executed").iterdir()) == ["10_mixed.ipynb", "11_good.ipynb"]


def test_run_changes_no_chapter(folder):
    cells = notebooks.code_cells(notebooks.read(folder / "chapters" / "10_mixed.ipynb"))
    assert cells[1].outputs == [factory.printed("42")]
