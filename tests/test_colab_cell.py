"""The first cell of each chapter fetches the course in Colab, and does nothing elsewhere."""

import os
import subprocess
import sys

import pytest

from tools import colab_cell, notebooks

HEADER = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n"
IN_COLAB = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('google.colab')\n"
REPORT = "\nprint(os.getcwd())\nfrom lib import name\nprint(name)"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Make a small course in a repository, and have git find it at the address of _config.yml."""
    folder = tmp_path / "origin"
    (folder / "lib").mkdir(parents=True)
    (folder / "chapters").mkdir()
    (folder / "lib" / "__init__.py").write_text("name = 'the course'\n")
    (folder / "chapters" / "10_tiny.md").touch()
    repository = colab_cell.repository()
    git(folder, "init", "--quiet", f"--initial-branch={repository['branch']}")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A student", "-c", "user.email=student@example.org", "commit", "--quiet", "-m", "Begin")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{folder}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", repository["url"])


@pytest.fixture
def content(tmp_path):
    """Return an empty folder, as Colab gives to a notebook."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def run(code, folder):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("times", [1, 2])
def test_in_colab_the_cell_fetches_the_course(course, content, times):
    code = IN_COLAB + (colab_cell.source() + "\n") * times + REPORT
    assert run(code, content).splitlines() == [str(content / "course" / "chapters"), "the course"]


def test_after_a_restart_in_colab_the_course_is_there_already(course, content):
    for _ in range(2):
        said = run(IN_COLAB + colab_cell.source() + REPORT, content)
    assert said.splitlines() == [str(content / "course" / "chapters"), "the course"]


def test_elsewhere_the_cell_does_nothing(content):
    code = "import sys\npath = list(sys.path)\n" + colab_cell.source() + "\nprint(os.getcwd(), sys.path == path)"
    assert run(code, content) == f"{content} True\n"
    assert list(content.iterdir()) == []


def test_cell_comes_first_and_only_once():
    text = HEADER + "# Tiny\n\n```{code-cell} ipython3\nx = 1\n```\n"
    placed = colab_cell.place(text)
    assert colab_cell.place(placed) == placed
    assert placed.startswith(HEADER + colab_cell.OPENING) and placed.endswith(text.removeprefix(HEADER))
    assert placed.count(colab_cell.source()) == 1


def test_cell_follows_the_setting(monkeypatch):
    placed = colab_cell.place(HEADER + "# Tiny\n")
    monkeypatch.setattr(colab_cell, "repository", lambda: {"url": "https://example.org/moved", "branch": "2027"})
    moved = colab_cell.place(placed)
    assert 'address = "https://example.org/moved"' in moved and "--branch=2027" in moved
    assert moved.count("google.colab") == 1


def test_program_writes_what_is_out_of_date_alone(tmp_path, capsys):
    (tmp_path / "10_old.md").write_text(HEADER + "# Old\n")
    (tmp_path / "11_new.md").write_text(colab_cell.place(HEADER + "# New\n"))
    assert colab_cell.main(tmp_path) == 0
    assert (tmp_path / "10_old.md").read_text() == colab_cell.place(HEADER + "# Old\n")
    assert "10_old.md" in (said := capsys.readouterr().out) and "11_new.md" not in said
    first = notebooks.read(tmp_path / "10_old.md").cells[0]
    assert notebooks.is_for_colab(first) and first.source == colab_cell.source()
