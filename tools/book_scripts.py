"""Leave out of the pages what would ask another host or fail: a Sphinx extension.

Jupyter Book puts sphinx-thebe on every page. The course runs no code in the page, thebe names another host, and its
inline script, included twice, stops with an error.
"""


def keep_own_scripts(app, pagename, templatename, context, doctree):
    """Drop thebe's scripts from the scripts of a page."""
    context["script_files"] = [script for script in context["script_files"] if not _is_thebe(script)]


def _is_thebe(script):
    inline = script.attributes.get("body") or ""
    return "THEBE" in inline or "thebe" in str(script.filename)


def setup(app):
    """Register the extension with Sphinx, after the extensions that add scripts."""
    app.connect("html-page-context", keep_own_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
