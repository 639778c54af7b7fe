"""Leave out of the pages what they do not need: a Sphinx extension.

Jupyter Book puts sphinx-thebe on every page. The course runs no code in the page, thebe names another host, and its
inline script, included twice, stops with an error. Toggle buttons and tabs are not used either, and MathJax, the
heaviest file of all, is for the pages with formulas.
"""

UNUSED = ("thebe", "toggle", "design-tabs")
MATHS, FORMULA = "mathjax", 'class="math'


def keep_needed_files(app, pagename, templatename, context, doctree):
    """Drop the scripts and style sheets that a page does not use."""
    unneeded = UNUSED if FORMULA in context.get("body", "") else (*UNUSED, MATHS)
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not _names(file, unneeded)]


def _names(file, words):
    text = f"{file.filename} {file.attributes.get('body', '')}".lower()
    return any(word in text for word in words)


def setup(app):
    """Register the extension with Sphinx, after the extensions that add scripts."""
    app.connect("html-page-context", keep_needed_files, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
