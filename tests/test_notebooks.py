"""The chapters of the book hold what tools.check_notebooks asks, and tools.notebooks finds and reads them."""

import pytest

from lib.errors import CourseError
from tests import notebook_factory as factory
from tools import check_notebooks, notebooks

CHAPTERS = notebooks.find()


@pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
def test_chapter_is_sound(path):
    problems = check_notebooks.check_chapter(path)
    assert not problems, "\n".join(problems)


def test_no_frame_is_treated_twice():
    problems = check_notebooks.check_frames({path.stem: notebooks.read(path) for path in CHAPTERS})
    assert not problems, "\n".join(problems)


def test_frames_are_those_of_the_slides():
    assert len(check_notebooks.FRAMES) == 53
    assert {"H9", "K11", "W4"} <= set(check_notebooks.FRAMES)


@pytest.fixture
def folder(tmp_path):
    for name in ("10_keras_dnn.md", "02_applications.md", "notes.md", "10_keras_dnn.ipynb"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        ((), ["02_applications", "10_keras_dnn"]),
        (("10",), ["10_keras_dnn"]),
        (("10_keras_dnn", "02", "10"), ["02_applications", "10_keras_dnn"]),
    ],
)
def test_chapters_are_found_by_number_and_by_name(folder, selection, names):
    assert [path.stem for path in notebooks.find(selection, folder)] == names


def test_unknown_chapter_is_named_with_those_that_are_there(folder):
    with pytest.raises(CourseError, match=r"no chapter 99\. The chapters are: 02_applications, 10_keras_dnn\."):
        notebooks.find(["10", "99"], folder)


def test_digest_sees_the_code_alone():
    first = factory.notebook(factory.markdown("text"), factory.code("x = 1\n"), factory.code("y = 2"))
    same = factory.notebook(
        factory.code("x = 1"), factory.code("y = 2", factory.printed("2")), factory.markdown("other")
    )
    joined = factory.notebook(factory.code("x = 1\ny = 2"))
    assert notebooks.code_digest(first) == notebooks.code_digest(same) != notebooks.code_digest(joined)


def test_cell_for_colab_belongs_to_no_run():
    own = [factory.markdown("text"), factory.code("x = 1")]
    with_cell = factory.notebook(factory.for_colab(), *own)
    assert [cell.id for cell in with_cell.cells] == ["colab", "cell-0", "cell-1"]
    assert [cell.execution_count for cell in with_cell.cells if cell.cell_type == "code"] == [None, 1]
    assert notebooks.code_digest(with_cell) == notebooks.code_digest(factory.notebook(*own))
