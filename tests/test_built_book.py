"""The built book, as files: its links, its addresses, and what every page must have."""

from collections import Counter
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from tools import book_links, joined_book, notebooks

NAMES = joined_book.page_names()
CHAPTERS = [name for name in NAMES if name.startswith("chapters/")]
REPOSITORY = book_links.Repository("OWNER", "deep-learning-big-picture", "main")
LOADED = 'link[rel~="stylesheet"], link[rel~="icon"], link[rel~="preload"], script, img, iframe, audio, video, source'


@pytest.fixture(scope="module")
def pages(built_book):
    """Return each page of the book, and the page for searching, as BeautifulSoup."""
    return {name: joined_book.read(built_book, name) for name in [*NAMES, "search"]}


@pytest.fixture(params=[*NAMES, "search"])
def page(request, pages):
    """Return one page after the other."""
    return pages[request.param]


def links_within(name, page):
    """Return (path, fragment) of each link to the book itself, as seen from the book's folder."""
    for element in page.select("[href], [src]"):
        parts = urlsplit(element.get("href", element.get("src")))
        if parts.scheme or parts.netloc:
            continue
        folder = "_static" if element.name == "dl-widget" else dirname(name)  # where the demos' host looks
        path = normpath(join(folder, unquote(parts.path))) if parts.path else f"{name}.html"
        yield path, unquote(parts.fragment)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_anchor_leads_somewhere(name, pages, built_book):
    targets = {f"{other}.html": {element["id"] for element in page.select("[id]")} for other, page in pages.items()}
    broken = [
        f"{path}#{fragment}"
        for path, fragment in links_within(name, pages[name])
        if not (built_book / path).is_file() or (fragment and fragment not in targets[path])
    ]
    assert broken == []


def test_a_page_loads_nothing_from_elsewhere_and_works_below_any_folder(page):
    addresses = [element.get("src") or element.get("href") or "" for element in page.select(LOADED)]
    assert [address for address in addresses if urlsplit(address).scheme not in ("", "data")] == []
    assert [address for address in addresses if address.startswith("/")] == []


def test_every_picture_says_what_it_shows_and_keeps_its_place(page):
    pictures = page.select("article img")
    assert [picture["src"] for picture in pictures if not picture.get("alt", "").strip()] == []
    raster = [
        picture for picture in pictures if not picture["src"].endswith(".svg") and not picture.find_parent("dl-widget")
    ]
    assert all(picture.get("width") and picture.get("height") for picture in raster)


def test_headings_are_in_order(page):
    levels = [int(heading.name[1]) for heading in page.select("main :is(h1, h2, h3, h4, h5, h6):not(.onlyprint *)")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_page_names_its_language_and_can_be_skipped_through(page):
    assert page.html["lang"] == "en"
    assert page.select_one('a[href="#main-content"]') and page.select_one("main#main-content")


@pytest.mark.parametrize("element", ["title", 'meta[name="description"]', 'meta[property="og:image"]'])
def test_each_page_has_its_own(element, pages):
    found = [pages[name].select_one(element) for name in NAMES]
    texts = [one.get("content") or one.get_text() for one in found]
    assert all(texts) and Counter(texts).most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_of_a_card_is_in_the_book(name, pages, built_book):
    address = pages[name].select_one('meta[property="og:image"]')["content"]
    assert (built_book / address.removeprefix(REPOSITORY.book_address)).is_file()


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_buttons_of_a_chapter_lead_to_its_files(name, pages, built_book):
    addresses = {link.get_text(strip=True): link["href"] for link in pages[name].select(".page-link-button")}
    assert addresses["Open in Colab"] == REPOSITORY.colab(f"{name}.ipynb")
    assert addresses["Edit this page"] == REPOSITORY.edit(f"{name}.md")
    assert addresses["Report an issue"].startswith(f"{REPOSITORY.address}/issues/new?title=")
    assert all((notebooks.ROOT / f"{name}{suffix}").is_file() for suffix in (".ipynb", ".md"))
    downloaded = built_book / normpath(join(dirname(name), addresses["Download the notebook"]))
    assert downloaded.read_bytes() == (notebooks.ROOT / f"{name}.ipynb").read_bytes()


def test_previous_and_next_go_through_the_book(pages):
    for before, after in zip(NAMES, NAMES[1:], strict=False):
        assert normpath(join(dirname(before), pages[before].select_one("a.right-next")["href"])) == f"{after}.html"
        assert normpath(join(dirname(after), pages[after].select_one("a.left-prev")["href"])) == f"{before}.html"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_the_number_of_its_file(name, pages):
    number = int(notebooks.number(notebooks.ROOT / f"{name}.ipynb"))
    assert pages[name].select_one("h1 .section-number").get_text(strip=True) == f"{number}."


def test_sitemap_and_list_for_language_models_name_every_page(built_book):
    first, *others = NAMES
    addresses = [REPOSITORY.book_address, *(f"{REPOSITORY.book_address}{name}.html" for name in others)]
    sitemap = ElementTree.parse(built_book / "sitemap.xml")
    assert [location.text for location in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == addresses
    text = (built_book / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# ") and all(f"]({address}): " in text for address in addresses[1:])


def test_the_address_of_the_folder_shows_the_first_page(built_book):
    assert (built_book / "index.html").read_bytes() == (built_book / f"{NAMES[0]}.html").read_bytes()
