"""The links on top of every page, derived from one setting, `repository` in _config.yml: a Sphinx extension."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sphinx.errors import ExtensionError

from tools import notebooks

GITHUB_REPOSITORY = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+)")
PDF = "deep-learning-big-picture.pdf"


@dataclass(frozen=True)
class Link:
    """A link of the page's top bar; `icon` is a name from site/icons.css."""

    text: str
    icon: str
    address: str
    download: bool = False


@dataclass(frozen=True)
class Repository:
    """The repository on GitHub from which everybody gets the course."""

    owner: str
    name: str
    branch: str

    @property
    def address(self):
        """Return the address of the repository."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def book_address(self):
        """Return the address of the book on GitHub Pages; it ends with a slash."""
        return f"https://{self.owner.lower()}.github.io/{self.name}/"

    def colab(self, path):
        """Return the address that opens a notebook in Colab."""
        return f"https://colab.research.google.com/github/{self.owner}/{self.name}/blob/{self.branch}/{path}"

    def edit(self, path):
        """Return the address at which a file can be edited."""
        return f"{self.address}/edit/{self.branch}/{path}"

    def issue(self, title):
        """Return the address of a new issue."""
        return f"{self.address}/issues/new?title={quote(title)}"


def repository(app):
    """Return the Repository of _config.yml; raises ExtensionError when its address is not one of GitHub."""
    options = app.config.html_theme_options
    match = GITHUB_REPOSITORY.fullmatch(options["repository_url"])
    if match is None:
        raise ExtensionError(
            f"repository.url in _config.yml is {options['repository_url']!r}; "
            "expected https://github.com/OWNER/NAME, from which all links of the pages are derived."
        )
    return Repository(*match.groups(), options["repository_branch"])


def page_links(source, title, course, path_to):
    """Return the links of one page.

    `source` is the page's file in the repository, `course` its Repository; `path_to` turns a path from the book's root
    into one that is relative to the page.
    """
    links = [
        Link("Edit this page", "pencil", course.edit(source.with_suffix(".md"))),
        Link("Report an issue", "flag", course.issue(f"{title}: ")),
    ]
    if source.suffix != ".ipynb":
        return links
    return [
        Link("Open in Colab", "play", course.colab(source)),
        Link("Download the notebook", "download", path_to(f"_sources/{source}"), download=True),
        *links,
    ]


def add_links(app, pagename, templatename, context, doctree):
    """Give the templates the links of a page that has a source."""
    context["page_links"] = []
    if doctree is None:
        return
    source = Path(app.env.doc2path(pagename)).relative_to(notebooks.ROOT)
    context["page_links"] = page_links(
        source, app.env.titles[pagename].astext(), repository(app), lambda path: context["pathto"](path, resource=True)
    )
    if pagename == app.config.root_doc and (Path(app.outdir) / PDF).exists():
        context["page_links"].insert(0, Link("The book as PDF", "file-pdf", PDF))


def build_first_page_again(app, env, added, changed, removed):
    """Have the first page written in every build: it links to the PDF as soon as there is one."""
    return [app.config.root_doc]


def set_address(app, config):
    """Derive the address of the built book."""
    config.html_baseurl = repository(app).book_address


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("config-inited", set_address)
    app.connect("env-get-outdated", build_first_page_again)
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
