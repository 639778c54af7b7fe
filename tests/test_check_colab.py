"""tools.check_colab gives a notebook nothing but Colab's packages, an empty folder and the address of the course."""

import sys

import pytest

from tests import notebook_factory as factory
from tools import check_colab, notebooks

IN_THE_FETCHED_COURSE = """
from lib import errors

assert os.getcwd().endswith("course/chapters")
assert errors.__file__ == os.path.abspath("../lib/errors.py")
"""
WITHOUT_THE_SETTINGS_OF_THE_TESTS = """
assert "COURSE_RECORDING" not in os.environ and "PYTHONPATH" not in os.environ
assert os.environ["COURSE_PROFILE"] == "quick"
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    work = tmp_path_factory.mktemp("colab")
    repository = check_colab.clone_course(work / "repository.git")
    return check_colab.colab_environment(sys.executable, work / "present", repository)


def write(folder, *cells):
    path = folder / "10_tiny.ipynb"
    notebooks.write(factory.notebook(factory.for_colab(), *map(factory.code, cells)), path)
    return path


def test_notebook_alone_runs_in_the_course_that_it_fetched(environment, tmp_path, capsys):
    path = write(tmp_path, IN_THE_FETCHED_COURSE, WITHOUT_THE_SETTINGS_OF_THE_TESTS)
    assert check_colab.check(path, "present", environment), capsys.readouterr().err
    assert "10_tiny with the present packages: 3 passed" in capsys.readouterr().out


def test_cell_that_fails_is_shown(environment, tmp_path, capsys):
    assert not check_colab.check(write(tmp_path, "1 / 0"), "present", environment)
    said = capsys.readouterr()
    assert "10_tiny with the present packages: 1 failed, 1 passed" in said.out
    assert "ZeroDivisionError" in said.err


def test_trained_networks_of_other_versions_are_not_used(monkeypatch, tmp_path):
    for name in ("vgg16", "networks"):
        (tmp_path / "machine" / name).mkdir(parents=True)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "machine"))
    for _ in range(2):
        folder = check_colab.cache_with_downloads(tmp_path / "colab")
    assert [path.name for path in folder.iterdir()] == ["vgg16"]


def test_unknown_chapter_is_refused():
    with pytest.raises(SystemExit, match="there is no chapter 99"):
        check_colab.main(["99"])
