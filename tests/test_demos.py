"""What all demos share: the tag, the module for the notebook, the host, the book's extension, the parts."""

import base64
import gzip
import re
from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes

from lib import demos
from lib.demos import Demo, demo
from tests import demo_page
from tools import book_demos, execute, notebooks

DEMOS = [getattr(demos, name) for name in demos.__all__ if name != "Demo"]
SHARED = 'import { assemble, button, readout } from "./shared.js";\n'
COUNTER = """
export default {
  render({ model, el }) {
    const answer = readout();
    let count = model.get("state").start;
    const show = () => (answer.textContent = `count ${count}`);
    assemble(el, "Counter", button("Step", () => { count += 1; show(); }), answer);
    show();
  },
};
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a copy of the folder of the demos to which a test can add a module."""
    copied = tmp_path / "lib_demos"
    book_demos.shutil.copytree(demo.FOLDER, copied)
    for module in (demo, book_demos):
        monkeypatch.setattr(module, "FOLDER", copied)
    return copied


@pytest.fixture
def counter(folder):
    """Return a tiny demo: a button that counts."""

    class Counter(Demo):
        module, fallback = "counter.js", "This demo counts."

    (folder / "counter.js").write_text(SHARED + COUNTER)
    with open(folder / "demos.css", "a") as styles:
        styles.write('dl-widget[src="demos/counter.js"] { --room: 150px; }')
    return Counter(start=3)


def test_a_demo_answers_in_a_page_and_moves_nothing(counter, open_demo):
    page = open_demo(counter)
    page.get_by_role("button", name="Step").click()
    assert page.get_by_role("status").inner_text() == "count 4"
    assert page.get_by_text("This demo counts.").count() == 0
    demo_page.assert_stays_in_its_place(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_parts_are_accessible(counter, open_demo, theme):
    assert demo_page.accessibility_problems(open_demo(counter, theme)) == []


def test_without_javascript_the_fallback_is_there(counter, browser, tmp_path):
    page_path = demo_page.write_page(counter, tmp_path)
    with demo_page.served(tmp_path) as address, demo_page.watched_page(browser, java_script_enabled=False) as page:
        page.goto(address + page_path.name)
        assert page.get_by_text("This demo counts.").is_visible()


def test_the_notebook_gets_the_widget_and_the_tag_but_records_no_widget(counter):
    data, *_ = counter._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", execute.WIDGET_VIEW}
    output = execute.tidy(nbformat.v4.new_output("execute_result", data=dict(data)))
    assert output.data == {"text/plain": "Counter(...)", "text/html": counter.tag()}


def test_the_state_survives_the_attribute(folder, open_demo):
    class Echo(Demo):
        module = "echo.js"

    (folder / "echo.js").write_text(
        SHARED
        + "export default { render({ model, el }) { const part = readout();"
        + 'part.textContent = model.get("state").text; assemble(el, "Echo", part); } };'
    )
    text = "a 'quote', a \"double\" one, <b> & </dl-widget> é"
    page = open_demo(Echo(text=text))
    assert page.get_by_role("status").inner_text() == text


def test_a_state_that_is_no_number_is_refused(folder):
    (folder / "counter.js").write_text("export default {};")

    class Counter(Demo):
        module = "counter.js"

    with pytest.raises(ValueError, match="JSON compliant"):
        Counter(start=float("nan")).tag()


def test_inlined_modules_stand_alone_at_any_depth(folder):
    (folder / "inner.js").write_text("export const answer = 42;")
    (folder / "middle.js").write_text('export { answer } from "./inner.js";')
    (folder / "outer.js").write_text('import { answer } from "./middle.js";\nexport default answer;')
    text = demo.inlined("outer.js")
    for expected in ("export default answer", "export { answer }", "answer = 42"):
        assert expected in text
        found = re.search(r"data:text/javascript;base64,([^\"]+)", text)
        text = base64.b64decode(found[1]).decode() if found else ""


def test_every_import_of_the_demos_is_one_that_is_inlined():
    for path in demo.FOLDER.glob("**/*.js"):
        imported = re.findall(r"^(?:import|export|}).* from (.+);$", path.read_text("utf-8"), re.MULTILINE)
        assert [name for name in imported if not demo.SIBLING.fullmatch(name)] == [], path.name


def modules_of(name):
    """Return the names of all modules that a demo's module needs, itself among them."""
    names, waiting = set(), [name]
    while waiting:
        names.add(name := waiting.pop())
        waiting += set(demo.SIBLING.findall((demo.FOLDER / name).read_text("utf-8"))) - names
    return names


def test_each_demo_has_little_javascript_of_its_own():
    modules = {kind.__name__: modules_of(kind.module) for kind in DEMOS}
    shared = set.intersection(*modules.values())
    assert {"shared.js", "link_state.js"} <= shared
    for name, own in modules.items():
        size = sum(len(gzip.compress((demo.FOLDER / module).read_bytes())) for module in own - shared)
        assert 5_000 < size < 25_000, name


def page_with(html):
    document = nodes.section()
    document += nodes.raw("", html, format="html")
    return document


@pytest.mark.parametrize(
    ("doctree", "loaded"),
    [
        (page_with('<dl-widget src="demos/a.js"></dl-widget>'), True),
        (page_with("<p>no demo</p>"), False),
        (None, False),
    ],
)
def test_only_pages_with_a_demo_load_the_host(doctree, loaded):
    scripts, styles = [], []
    app = SimpleNamespace(
        add_js_file=lambda name, **attributes: scripts.append((name, attributes)), add_css_file=styles.append
    )
    book_demos.load_host(app, "page", "page.html", {}, doctree)
    assert scripts == [("demo_host.mjs", {"type": "module"})] * loaded
    assert styles == ["demos/demos.css"] * loaded


def test_the_book_gets_the_modules_and_nothing_of_python(tmp_path):
    book_demos.copy_demos(SimpleNamespace(outdir=tmp_path))
    names = {path.name for path in (tmp_path / "_static" / "demos").iterdir()}
    assert {"shared.js", "link_state.js", "demos.css"} <= names
    assert not [name for name in names if name.endswith((".py", ".json", "__pycache__"))]


def test_the_book_loads_the_extension():
    assert "tools.book_demos: ." in (notebooks.ROOT / "_config.yml").read_text()
