"""Tell search engines and other sites what each page is about: a Sphinx extension.

It writes a description and an OpenGraph card into every page, `sitemap.xml`, and `llms.txt` (https://llmstxt.org).
"""

import re
import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from PIL import Image

from tools import book_cards, book_images, notebooks

COVER = notebooks.ROOT / "site" / "cover.png"
COVER_ALT = "A photo of a cat, the feature maps of a network, and the network's ten answers."
LONGEST_DESCRIPTION = 250
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
PICTURE = re.compile(book_images.PICTURE.pattern + r"[^>]*>")
ALT = re.compile(r'alt="([^"]*)"')
SITEMAP = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</urlset>
"""


def describe(app, doctree):
    """Keep the description of a page: the first sentences of its first paragraph."""
    paragraph = next(doctree.findall(nodes.paragraph)).astext().replace("\n", " ")
    description, *others = SENTENCE_END.split(paragraph)
    for sentence in others:
        if len(description) + 1 + len(sentence) > LONGEST_DESCRIPTION:
            break
        description += f" {sentence}"
    app.env.metadata[app.env.docname]["description"] = description


def add_to_head(app, pagename, templatename, context, doctree):
    """Write description and card into the head of a page that has a source."""
    if doctree is None:
        return
    title, description = title_of(app, pagename), app.env.metadata[pagename]["description"]
    card, alt = write_card(app, pagename, title, context["body"])
    properties = {
        "og:type": "article",
        "og:site_name": app.config.project,
        "og:title": title,
        "og:description": description,
        "og:url": address(app, pagename),
        "og:image": app.config.html_baseurl + card,
        "og:image:alt": alt,
    }
    context["metatags"] += meta("name", "description", description)
    context["metatags"] += meta("name", "twitter:card", "summary_large_image")
    context["metatags"] += "".join(meta("property", name, value) for name, value in properties.items())


def meta(kind, name, content):
    """Return a `meta` element."""
    return f'\n<meta {kind}="{name}" content="{escape(content)}">'


def title_of(app, pagename):
    """Return the title of a page."""
    return app.env.titles[pagename].astext()


def address(app, pagename):
    """Return the public address of a page; the first page is at the address of the book."""
    return app.config.html_baseurl + ("" if pagename == app.config.root_doc else f"{pagename}.html")


def write_card(app, pagename, title, body):
    """Draw the card of a page from its first picture, or from the book's cover; return its path and alt text."""
    path = f"_images/cards/{Path(pagename).name}.png"
    match = PICTURE.search(body)
    file, alt = (book_images.picture_file(app, match[1]), ALT.search(match[0])[1]) if match else (COVER, COVER_ALT)
    target = Path(app.outdir) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(file) as picture:
        book_cards.draw(title, picture).save(target, optimize=True)
    return path, alt


def write_lists(app, exception):
    """Write the sitemap and llms.txt, and put the first page where a folder's address leads."""
    if exception or app.builder.format != "html":
        return
    folder, root = Path(app.outdir), app.config.root_doc
    pages = [root, *app.env.toctree_includes[root]]
    locations = "\n".join(f"<url><loc>{address(app, page)}</loc></url>" for page in pages)
    (folder / "sitemap.xml").write_text(SITEMAP.format(locations), encoding="utf-8")
    entries = "\n".join(f"- [{title_of(app, page)}]({address(app, page)}): {summary(app, page)}" for page in pages[1:])
    text = f"# {title_of(app, root)}\n\n> {summary(app, root)}\n\n## Chapters and appendices\n\n{entries}\n"
    (folder / "llms.txt").write_text(text, encoding="utf-8")
    shutil.copyfile(folder / f"{root}.html", folder / "index.html")


def summary(app, pagename):
    """Return the description of a page."""
    return app.env.metadata[pagename]["description"]


def setup(app):
    """Register the extension with Sphinx, after the one that writes the pictures' sizes."""
    app.connect("doctree-read", describe)
    app.connect("html-page-context", add_to_head, priority=600)
    app.connect("build-finished", write_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
