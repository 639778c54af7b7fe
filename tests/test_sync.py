"""tools.sync carries text, never outputs of other code."""

import pytest

from tests import notebook_factory as factory
from tools import notebooks, sync


@pytest.fixture
def path(tmp_path):
    return factory.write_pair(tmp_path, factory.healthy_notebook())


def recorded(path):
    return notebooks.read(notebooks.recorded_path(path))


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_equal_pair_is_left_alone(path, capsys):
    before = notebooks.recorded_path(path).stat().st_mtime_ns
    assert sync.main([], path.parent) == 0
    assert notebooks.recorded_path(path).stat().st_mtime_ns == before
    assert capsys.readouterr() == ("", "")


EDITS = {
    "changed text": ("A tiny chapter", "A small chapter"),
    "inserted cell": ("+++\n\nSee", "+++\n\nBefore.\n\n+++\n\nSee"),
    "removed cell": ("+++\n\nSee [Rosenblatt (1958)](https://doi.org/10.1037/h0042519), and `{x}` or `y`.\n", ""),
    "changed metadata": ("rtol: 0.1", "rtol: 0.2"),
    "split text": ("# A tiny chapter\n", "# A tiny chapter\n\n+++\n"),
}


@pytest.mark.parametrize(("old", "new"), EDITS.values(), ids=EDITS)
def test_text_is_carried_and_outputs_are_kept(path, old, new):
    outputs = [(cell.execution_count, cell.outputs) for cell in notebooks.code_cells(recorded(path))]
    stamp = recorded(path).metadata.course
    edit(path, old, new)
    assert sync.main(["--check"], path.parent) == 1
    assert sync.main([], path.parent) == 0
    assert sync.main(["--check"], path.parent) == 0
    after = recorded(path)
    assert factory.texts(after) == factory.texts(notebooks.read(path))
    assert [(cell.execution_count, cell.outputs) for cell in notebooks.code_cells(after)] == outputs
    assert after.metadata.course == stamp


def test_text_that_moves_past_code_is_carried(path):
    cells = notebooks.read(path)
    cells.cells.append(cells.cells.pop(1))
    path.write_text(factory.jupytext.writes(cells, fmt="md:myst"))
    assert sync.main([], path.parent) == 0
    assert recorded(path).cells[-1].source.startswith("# A tiny chapter")


def test_check_writes_nothing(path, capsys):
    before = notebooks.recorded_path(path).read_bytes()
    edit(path, "tiny", "small")
    assert sync.main(["--check"], path.parent) == 1
    assert notebooks.recorded_path(path).read_bytes() == before
    assert "10_tiny.ipynb: the text changed; run make sync" in capsys.readouterr().err


@pytest.mark.parametrize(("old", "new"), [("print(1)", "print(7)"), ("tiny", "small")])
def test_changed_code_is_refused(path, capsys, old, new):
    edit(path, "print(0)", "print(5)")
    edit(path, old, new)
    before = notebooks.recorded_path(path).read_bytes()
    assert sync.main([], path.parent) == 1
    assert notebooks.recorded_path(path).read_bytes() == before
    assert "10_tiny.ipynb: the code changed; run make execute CHAPTER=10" in capsys.readouterr().err


def test_outputs_of_other_code_are_refused_even_when_the_pair_agrees(path):
    stale = recorded(path)
    stale.metadata.course.code_sha256 = "0" * 64
    notebooks.write(stale, notebooks.recorded_path(path))
    assert sync.main([], path.parent) == 1


def test_chapter_that_was_never_executed_is_reported(path, capsys):
    notebooks.recorded_path(path).unlink()
    assert sync.main([], path.parent) == 1
    assert "run make execute CHAPTER=10" in capsys.readouterr().err
