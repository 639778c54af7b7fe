"""tools.execute records a chapter whole, or not at all."""

import base64
import io
from datetime import date

import pytest
from PIL import Image

from tests import notebook_factory as factory
from tools import execute, machine, notebooks

HEADER = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n  language: python\n---\n"
GOOD = """
```{code-cell} ipython3
:tags: [colab]

print("in Colab")
```

# Tiny

```{code-cell} ipython3
import os
import sys

from IPython.display import Image, display
from lib import profile

print("working in", os.path.basename(os.getcwd()))
sys.stdout.flush()
print(profile.name(), os.environ["COURSE_RECORDING"])
```

```{code-cell} ipython3
:tags: [trained]

display(Image(PICTURE, format="png"))
6 * 7
```
"""
BAD = "\n```{code-cell} ipython3\nprint(1 / 0)\n```\n"


def wasteful_png():
    content = io.BytesIO()
    Image.new("RGBA", (64, 64), "white").save(content, "PNG", compress_level=0)
    return content.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chapters")
    (folder / "10_good.md").write_text(HEADER + GOOD.replace("PICTURE", repr(wasteful_png())))
    (folder / "11_bad.md").write_text(HEADER + BAD)
    return folder


@pytest.fixture(scope="module")
def recorded(folder):
    """Execute both chapters, one of which fails; return the notebook of the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "device_name", lambda: "CPU, 2 cores: abacus")
        assert execute.main([], folder) == 1
    return notebooks.read(folder / "10_good.ipynb")


def test_quick_profile_writes_nothing(folder, capsys):
    files = sorted(folder.iterdir())
    assert execute.main(["10", "--profile", "quick"], folder) == 0
    assert sorted(folder.iterdir()) == files
    assert "10_good.md: ran in the quick profile in" in capsys.readouterr().out


def test_outputs_are_recorded(folder, recorded):
    first, second = notebooks.code_cells(recorded)
    assert [output.text for output in first.outputs] == [f"working in {folder.name}\nfull 1\n"]
    assert second.outputs[1].data["text/plain"] == "42"
    assert [first.execution_count, second.execution_count] == [1, 2]


def test_cells_equal_the_text_and_their_ids_never_churn(folder, recorded):
    assert factory.texts(recorded) == factory.texts(notebooks.read(folder / "10_good.md"))
    assert [cell.id for cell in recorded.cells] == ["colab", "cell-0", "cell-1", "cell-2"]


def test_cell_for_colab_is_not_run(recorded):
    assert recorded.cells[0].outputs == [] and recorded.cells[0].execution_count is None


def test_stamp_says_how_the_outputs_were_made(recorded):
    stamp = recorded.metadata.course
    assert (stamp.profile, stamp.device) == ("full", "CPU, 2 cores: abacus")
    assert stamp.versions == machine.versions()
    assert date.fromisoformat(stamp.date) and stamp.seconds > 0
    assert stamp.code_sha256 == notebooks.code_digest(recorded)


def test_pictures_shrink_and_stay_the_same(recorded):
    smaller = base64.b64decode(notebooks.code_cells(recorded)[1].outputs[0].data["image/png"])
    assert len(smaller) < len(wasteful_png()) / 10
    first, second = (Image.open(io.BytesIO(content)).convert("RGBA") for content in (smaller, wasteful_png()))
    assert first.tobytes() == second.tobytes()


def test_failing_chapter_writes_nothing(folder, recorded):
    assert sorted(path.name for path in folder.iterdir()) == ["10_good.ipynb", "10_good.md", "11_bad.md"]


def test_failing_chapter_shows_its_cell_and_its_traceback(folder, capsys):
    assert execute.main(["11", "--profile", "quick"], folder) == 1
    message = capsys.readouterr().err
    assert "11_bad.md: failed, nothing was written." in message
    assert "print(1 / 0)" in message and "ZeroDivisionError" in message


def test_unknown_chapter_is_refused(folder):
    with pytest.raises(SystemExit, match="there is no chapter 99. The chapters are: 10_good, 11_bad."):
        execute.main(["99"], folder)


def test_small_picture_is_kept():
    smallest = execute.shrink_png(factory.png(255))
    assert execute.shrink_png(smallest) == smallest


def test_traceback_names_no_folder_of_this_checkout():
    output = factory.error()
    output.traceback = [f"File {notebooks.ROOT}/lib/ledger.py:30, in compare"]
    assert execute.tidy(output).traceback == ["File lib/ledger.py:30, in compare"]
