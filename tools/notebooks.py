"""Find, read and write the chapters: what executing, syncing, checking and testing them share."""

import hashlib
import json
import os
from pathlib import Path

import jupytext

from lib.errors import CourseError

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"
FORMATS = {".md": "md:myst", ".ipynb": "ipynb"}
COLAB_TAG = "colab"  # on the first cell of a chapter, which tools.colab_cell writes


def find(selection=(), folder=CHAPTERS):
    """Return the sorted .md paths of the chapters in `folder`.

    `selection` names chapters by number ("10") or by full name ("10_keras_dnn"); empty, it means all.
    Raises CourseError for a chapter that is not there.
    """
    chapters = sorted(folder.glob("[0-9][0-9]_*.md"))
    known = {key: path for path in chapters for key in (number(path), path.stem)}
    unknown = [key for key in selection if key not in known]
    if unknown:
        there = ", ".join(path.stem for path in chapters) or "none yet"
        raise CourseError(f"there is no chapter {', '.join(unknown)}. The chapters are: {there}.")
    return sorted({known[key] for key in selection}) if selection else chapters


def number(path):
    """Return the number of a chapter, "10" for 10_keras_dnn.md."""
    return path.stem[:2]


def recorded_path(path):
    """Return the path of the .ipynb beside a chapter's .md."""
    return path.with_suffix(".ipynb")


def label(path):
    """Return a chapter's file as messages name it, "chapters/10_keras_dnn.ipynb"."""
    return f"{path.parent.name}/{path.name}"


def read(path):
    """Return the notebook in an .md or .ipynb file."""
    return jupytext.reads(path.read_text(encoding="utf-8"), fmt=FORMATS[path.suffix])


def dumps(notebook):
    """Return the text of the .ipynb file for `notebook`."""
    return jupytext.writes(notebook, fmt="ipynb") + "\n"


def write(notebook, path):
    """Write `notebook` to the .ipynb file `path`, whole or not at all."""
    draft = path.with_suffix(".ipynb.part")
    draft.write_text(dumps(notebook), encoding="utf-8")
    os.replace(draft, path)


def number_cells(notebook):
    """Derive the cells' ids from their positions, so that a new run changes no id."""
    own_cells = [cell for cell in notebook.cells if not is_for_colab(cell)]
    for position, cell in enumerate(own_cells):
        cell.id = f"cell-{position}"
    for cell in notebook.cells:
        if is_for_colab(cell):
            cell.id = COLAB_TAG


def is_for_colab(cell):
    """Return True for the cell that fetches the course in Colab. Elsewhere it does nothing, and belongs to no run."""
    return COLAB_TAG in tags(cell)


def code_cells(notebook):
    """Return the chapter's own code cells in order, without the one for Colab."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and not is_for_colab(cell)]


def code_digest(notebook):
    """Return the SHA-256 (hexadecimal) over the sources of the chapter's own code cells, trailing white space aside."""
    sources = [cell.source.rstrip() for cell in code_cells(notebook)]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def tags(cell):
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def tolerance(cell):
    """Return a cell's comparison settings, its metadata `nbval`: rtol, atol, integers, image."""
    return cell.metadata.get("nbval", {})


def has_number_tolerance(cell):
    """Return True when the numbers in a cell's output may differ from the recorded ones."""
    return any(tolerance(cell).get(key) for key in ("rtol", "atol"))


def is_judged_by_ledger(cell):
    """Return True when the cell itself raises as soon as a number leaves its band."""
    return "ledger.compare(" in cell.source
