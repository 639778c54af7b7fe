"""Join the pages of the built book into one HTML document, for tools/make_pdf.py to print."""

from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup

from tools import notebooks

BOOK = notebooks.ROOT / "_build" / "html"
NOT_FOR_PAPER = ".headerlink, .toctree-wrapper, .only-dark, script"
DOCUMENT = """<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<title>{title}</title>
{head}
<link rel="stylesheet" href="_static/pdf.css">
</head>
<body>
<main class="bd-main"><div class="bd-content"><div class="bd-article-container">
<div class="bd-article pdf-title"><h1>{title}</h1>{cover}</div>
<nav class="bd-article pdf-contents"><h1>Contents</h1>{contents}</nav>
{articles}
</div></div></main>
</body>
</html>
"""


def page_names():
    """Return the names of the book's pages in their order, such as `chapters/01_history`."""
    contents = yaml.safe_load((notebooks.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [contents["root"], *(page["file"] for part in contents["parts"] for page in part["chapters"])]


def document(book=BOOK):
    """Return the whole book as one HTML document that is to lie in the book's folder."""
    pages = [read(book, name) for name in page_names()]
    articles = [article(name, page) for name, page in zip(page_names(), pages, strict=True)]
    return DOCUMENT.format(
        title=articles[0].find("h1").get_text(),
        head=head(pages),
        cover=articles[0].select_one("img.cover").extract(),
        contents=table_of_contents(articles),
        articles="\n".join(map(str, articles)),
    )


def read(book, name):
    """Return a page as BeautifulSoup."""
    return BeautifulSoup((book / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def article(name, page):
    """Return the text of a page as an element whose ids, links and pictures are right in the joined book."""
    text = page.find("article")
    for element in text.select(NOT_FOR_PAPER):
        element.decompose()
    for element in text.select("[id]"):
        element["id"] = anchor(name, element["id"])
    text["id"] = anchor(name)
    for link in text.select("a[href]"):
        link["href"] = joined_link(name, link["href"])
    for picture in text.select("img[src]"):
        picture["src"] = normpath(join(dirname(name), picture["src"]))
        picture.attrs.pop("loading", None)
    for sound in text.select("audio"):
        sound.replace_with(f"[sound: {sound['aria-label']}]")
    for folded in text.select("details"):
        folded["open"] = ""
    return text


def anchor(name, target=""):
    """Return the id, in the joined book, of a page or of a target on it."""
    return f"{name}--{target}" if target else name


def joined_link(name, address):
    """Return where a link on the page of this name leads in the joined book."""
    parts = urlsplit(address)
    if parts.scheme:
        return address
    page = normpath(join(dirname(name), parts.path)).removesuffix(".html") if parts.path else name
    return "#" + anchor(page, parts.fragment)


def head(pages):
    """Return the style sheets and the scripts for maths that any of the pages has, each once."""
    found = {}
    for name, page in zip(page_names(), pages, strict=True):
        for element in page.head.select('link[rel="stylesheet"], script'):
            if element.name == "script" and "mathjax" not in str(element).lower():
                continue
            for address in {"href", "src"} & set(element.attrs):
                element[address] = normpath(join(dirname(name), element[address]))
            found[str(element)] = None
    return "\n".join(found)


def table_of_contents(articles):
    """Return the table of contents: the pages and their sections, each with room for a page number."""
    soup = BeautifulSoup("<ol></ol>", "html.parser")
    for text in articles:
        sections = soup.new_tag("ol")
        for heading in text.find_all("h2"):
            sections.append(_entry(soup, heading, heading.parent["id"]))
        page = _entry(soup, text.find("h1"), text["id"])
        page.append(sections)
        soup.ol.append(page)
    return soup


def _entry(soup, heading, target):
    title, number = soup.new_tag("span"), soup.new_tag("span")
    title.string, number.string = heading.get_text(), "000"
    link = soup.new_tag("a", href=f"#{target}")
    link.extend([title, number])
    entry = soup.new_tag("li")
    entry.append(link)
    return entry
