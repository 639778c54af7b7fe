"""Put the same first cell into every chapter: in Colab it fetches the course, elsewhere it does nothing.

    python -m tools.colab_cell    # writes chapters/*.md; `make sync` runs it, then carries the cell into the notebooks

The address comes from one setting, `repository` in _config.yml.
"""

import re
import sys

import yaml

from tools import notebooks

CONFIGURATION = notebooks.ROOT / "_config.yml"
HEADER = re.compile(r"\A---\n.*?\n---\n\n", re.DOTALL)
OPENING = f"```{{code-cell}} ipython3\n:tags: [{notebooks.COLAB_TAG}, remove-cell]\n\n"
CLOSING = "\n```\n\n"
CELL = re.compile(re.escape(OPENING) + ".*?" + re.escape(CLOSING), re.DOTALL)
SOURCE = """\
# In Colab, this cell fetches the course. Elsewhere it does nothing.
import os
import subprocess
import sys

if "google.colab" in sys.modules and os.path.basename(os.getcwd()) != "chapters":
    if not os.path.exists("course"):
        address = "{url}"
        subprocess.run(["git", "clone", "--quiet", "--depth=1", "--branch={branch}", address, "course"], check=True)
    os.chdir("course/chapters")
    sys.path.insert(0, os.path.dirname(os.getcwd()))"""


def main(folder=notebooks.CHAPTERS):
    """Write the cell into every .md whose first cell is another one."""
    for path in notebooks.find(folder=folder):
        text = path.read_text(encoding="utf-8")
        placed = place(text)
        if placed != text:
            path.write_text(placed, encoding="utf-8")
            print(f"{notebooks.label(path)}: the first cell for Colab is up to date")
    return 0


def repository():
    """Return the repository's address and branch, {"url": ..., "branch": ...}."""
    return yaml.safe_load(CONFIGURATION.read_text(encoding="utf-8"))["repository"]


def source():
    """Return the code of the cell."""
    return SOURCE.format(**repository())


def place(text):
    """Return the text of a chapter's .md with the cell, up to date, right after the header."""
    others = CELL.sub("", text)
    end_of_header = HEADER.match(others).end()
    return others[:end_of_header] + OPENING + source() + CLOSING + others[end_of_header:]


if __name__ == "__main__":
    sys.exit(main())
