"""Small chapters for the tests of the notebook machinery."""

import base64
import io

import jupytext
from nbformat import v4
from PIL import Image

from tools import colab_cell, notebooks

ALT = "A white square, which stands for a figure of the book."
BIBLIOGRAPHY = """
@article{rosenblatt1958,
  title = {The perceptron},
  doi   = {10.1037/H0042519},
}
"""
STAMP = {"profile": "full", "device": "CPU", "versions": {}, "date": "2020-04-02", "seconds": 1.0}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def markdown(source, **metadata):
    """Return a Markdown cell."""
    return v4.new_markdown_cell(source, metadata=metadata)


def code(source, *outputs, **metadata):
    """Return a code cell with recorded outputs."""
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def for_colab():
    """Return the cell that fetches the course in Colab."""
    return code(colab_cell.source(), tags=[notebooks.COLAB_TAG, "remove-cell"])


def printed(text, name="stdout"):
    """Return the output of print(text)."""
    return v4.new_output("stream", name=name, text=text + "\n")


def error(name="ValueError"):
    """Return the output of a cell that raised."""
    return v4.new_output("error", ename=name, evalue="no", traceback=[f"{name}: no"])


def figure(encoded):
    """Return the output of a cell that shows a picture."""
    return v4.new_output("display_data", data={"image/png": encoded, "text/plain": "<Figure size 64x64 with 1 Axes>"})


def png(colour, mode="L", size=(64, 64)):
    """Return a base64 PNG of one colour."""
    content = io.BytesIO()
    Image.new(mode, size, colour).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


def notebook(*cells):
    """Return a notebook of these cells, executed from top to bottom."""
    made = v4.new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL, "course": dict(STAMP)})
    for count, cell in enumerate(notebooks.code_cells(made), start=1):
        cell.execution_count = count
    notebooks.number_cells(made)
    return made


def texts(made):
    """Return what the .md of a notebook holds of each cell."""
    return [(cell.cell_type, cell.source, cell.metadata) for cell in made.cells]


def healthy_notebook():
    """Return a notebook with one cell of each kind, in which every check finds nothing."""
    return notebook(
        for_colab(),
        markdown("# A tiny chapter\n\n![a white square](images/square.png)", frames=["K1"]),
        markdown("See [Rosenblatt (1958)](https://doi.org/10.1037/h0042519), and `{x}` or `y`."),
        *[code(f"print({value})", printed(f"{value}")) for value in range(4)],
        code("plot()", figure(png(255)), mystnb={"image": {"alt": ALT}}),
        code("train()", printed("loss 0.5"), tags=["trained"], nbval={"rtol": 0.1}),
        code("# Every machine takes its own time.\ntime()", printed("3 s"), tags=["nbval-ignore-output"]),
        code("fail()", error(), tags=["raises-exception"]),
    )


def write_pair(folder, recorded, name="10_tiny"):
    """Write a notebook as a chapter's .md and .ipynb, with its digest in the stamp; return the path of the .md."""
    recorded.metadata.course.setdefault("code_sha256", notebooks.code_digest(recorded))
    path = folder / f"{name}.md"
    path.write_text(jupytext.writes(recorded, fmt="md:myst"), encoding="utf-8")
    notebooks.write(recorded, notebooks.recorded_path(path))
    return path
