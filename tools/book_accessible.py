"""Cure what Sphinx and its extensions write and assistive technology does not understand: a Sphinx extension."""

CURES = {
    # Docutils marks an entry of the bibliography with a role that ARIA has given up; the list then has no items.
    'role="doc-biblioentry"': 'role="listitem"',
}


def cure(app, pagename, templatename, context, doctree):
    """Replace the faulty markup of a page."""
    for fault, remedy in CURES.items() if doctree is not None else ():
        context["body"] = context["body"].replace(fault, remedy)


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("html-page-context", cure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
