from types import SimpleNamespace

from tools import book_scripts


def script(filename=None, body=None):
    return SimpleNamespace(filename=filename, attributes={"body": body} if body else {})


def test_only_thebe_is_dropped():
    own = [script("_static/doctools.js"), script(body="let toggleHintShow = 'Click to show';")]
    thebe = [script("_static/sphinx-thebe.js"), script(body='const THEBE_JS_URL = "https://unpkg.com/thebe"')]
    context = {"script_files": [own[0], thebe[0], thebe[1], own[1]]}
    book_scripts.keep_own_scripts(None, "intro", "page.html", context, None)
    assert context["script_files"] == own


def test_the_extension_runs_after_those_that_add_scripts():
    connected = []
    app = SimpleNamespace(connect=lambda event, handler, priority: connected.append((event, handler, priority)))
    assert book_scripts.setup(app)["parallel_read_safe"]
    ((event, handler, priority),) = connected
    assert (event, handler) == ("html-page-context", book_scripts.keep_own_scripts)
    assert priority > 500  # Sphinx' own
