"""Bring the demos of lib/demos into the book: a Sphinx extension.

Their files go to `_static/demos`, the pictures that they show to folders beside it; the pages that show one load the
host, and the style sheet.
"""

import shutil
from pathlib import Path

from docutils import nodes

from lib.demos.course_files import FOLDERS
from lib.demos.demo import FOLDER

NOT_FOR_THE_PAGE = shutil.ignore_patterns("*.py", "__pycache__", "package.json")


def copy_demos(app):
    """Copy the files of the demos, and the pictures that they show, beside the other static files of the book."""
    static = Path(app.outdir) / "_static"
    shutil.copytree(FOLDER, static / "demos", ignore=NOT_FOR_THE_PAGE, dirs_exist_ok=True)
    for name, left_out in {"photos": "*.md", "sample": "train.*"}.items():
        shutil.copytree(FOLDERS[name], static / name, ignore=shutil.ignore_patterns(left_out), dirs_exist_ok=True)


def load_host(app, pagename, templatename, context, doctree):
    """Load the host and the style sheet on a page with a demo."""
    if doctree and any("<dl-widget" in node.astext() for node in doctree.findall(nodes.raw)):
        app.add_js_file("demo_host.mjs", type="module")
        app.add_css_file("demos/demos.css")


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("builder-inited", copy_demos)
    app.connect("html-page-context", load_host)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
