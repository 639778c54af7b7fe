from types import SimpleNamespace

import pytest

from tools import book_scripts


def file(filename=None, body=None):
    return SimpleNamespace(filename=filename, attributes={"body": body} if body else {})


OWN = [file("doctools.js"), file(body="DOCUMENTATION_OPTIONS.pagename = 'intro';"), file("course.css")]
UNUSED = [
    file("sphinx-thebe.js"),
    file(body='const THEBE_JS_URL = "https://unpkg.com/thebe"'),
    file(body="let toggleHintShow = 'Click to show';"),
    file("togglebutton.css"),
    file("design-tabs.js"),
]
MATHS = [file("vendor/mathjax/tex-mml-chtml.js"), file(body="window.MathJax = {}")]


@pytest.mark.parametrize(
    ("body", "kept"), [("<p>No formula.</p>", OWN), ('<span class="math notranslate">', OWN + MATHS)]
)
def test_a_page_keeps_what_it_uses(body, kept):
    files = [*OWN, *UNUSED, *MATHS]
    context = {"body": body, "script_files": list(files), "css_files": list(files)}
    book_scripts.keep_needed_files(None, "intro", "page.html", context, None)
    assert context["script_files"] == context["css_files"] == kept


def test_the_extension_runs_after_those_that_add_scripts():
    connected = []
    app = SimpleNamespace(connect=lambda event, handler, priority: connected.append((event, handler, priority)))
    assert book_scripts.setup(app)["parallel_read_safe"]
    ((event, handler, priority),) = connected
    assert (event, handler) == ("html-page-context", book_scripts.keep_needed_files)
    assert priority > 500  # Sphinx' own
