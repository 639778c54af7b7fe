"""What all demos share on the side of Python: one module for the notebook, one tag for the book."""

import base64
import json
import re
from pathlib import Path

import anywidget
import traitlets

FOLDER = Path(__file__).parent
SIBLING = re.compile(r'"\./([\w/]+\.js)"')


class Demo(anywidget.AnyWidget):
    """A demo: a widget where a kernel runs, and a tag that `site/demo_host.mjs` fills in the pages of the book.

    A subclass sets the class attributes and passes its state, which JSON must be able to hold.
    """

    module = ""  # the file name, "perceptron_playground.js"
    fallback = ""  # what a reader without JavaScript should know, a sentence or two

    state = traitlets.Dict().tag(sync=True)
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, **state):
        super().__init__(state=state, _esm=inlined(self.module), _css=(FOLDER / "demos.css").read_text("utf-8"))

    def __repr__(self):
        """Return the name of the demo: the state would be long."""
        return f"{type(self).__name__}(...)"

    def _repr_mimebundle_(self, **kwargs):
        """Return what anywidget shows, and the tag; in Colab with metadata."""
        data, *metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": self.tag()}, *metadata

    def tag(self):
        """Return the HTML of the demo for the book, with what is shown until, or unless, its module runs."""
        state = json.dumps(self.state, separators=(",", ":"), allow_nan=False)
        return (
            f"<dl-widget src=\"demos/{self.module}\" data-state='{_in_attribute(state)}'>\n"
            f"<p>{self.fallback}</p>\n{self.picture()}\n</dl-widget>"
        )

    def picture(self):
        """Return HTML of a still picture of the demo (an inline SVG, an img) for readers without JavaScript."""
        return ""


def inlined(module):
    """Return the text of a module in which each sibling that it names is a data: URL, so that it can stand alone."""
    return SIBLING.sub(lambda match: f'"{_data_url(match[1])}"', (FOLDER / module).read_text("utf-8"))


def _data_url(module):
    return f"data:text/javascript;base64,{base64.b64encode(inlined(module).encode()).decode()}"


def _in_attribute(text):
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
