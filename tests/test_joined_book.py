import shutil

import pytest
from bs4 import BeautifulSoup

from tools import joined_book, make_pdf

NAME = "chapters/07_pooling"


def joined(html):
    return joined_book.article(NAME, BeautifulSoup(f"<article>{html}</article>", "html.parser"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#windows", "#chapters/07_pooling--windows"),
        ("06_convolution.html", "#chapters/06_convolution"),
        ("06_convolution.html#edges", "#chapters/06_convolution--edges"),
        ("../appendices/glossary.html", "#appendices/glossary"),
        ("https://doi.org/10.1037/h0042519", "https://doi.org/10.1037/h0042519"),
    ],
)
def test_a_link_leads_to_its_place_in_the_joined_book(address, expected):
    assert joined_book.joined_link(NAME, address) == expected


def test_targets_of_two_pages_do_not_meet():
    text = joined('<h1 id="summary">Pooling</h1><a href="#summary">up</a>')
    assert text.h1["id"] == text.a["href"].removeprefix("#") == "chapters/07_pooling--summary"


def test_paper_shows_what_the_page_hides_and_names_what_it_cannot_play():
    text = joined(
        '<img src="../_images/a.webp" loading="lazy"/><details><p>answer</p></details>'
        '<audio aria-label="a tune"></audio><a class="headerlink" href="#x">#</a>'
    )
    assert text.img["src"] == "_images/a.webp" and "loading" not in text.img.attrs
    assert text.details.has_attr("open")
    assert text.get_text() == "answer[sound: a tune]"


def test_printing_without_a_book_says_what_to_run(tmp_path):
    with pytest.raises(make_pdf.PdfError, match="make book"):
        make_pdf.print_book(tmp_path)


def test_printing_without_a_browser_says_what_to_install():
    with pytest.raises(make_pdf.PdfError, match="Install Chromium"):
        make_pdf.print_to_pdf("about:blank", chromium="no-such-browser")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="skipped: no browser")
def test_the_pdf_has_numbers_in_its_contents_and_links_that_lead_there(tmp_path):
    from pypdf import PdfReader

    chapters = "".join(f'<h1 id="{name}" style="break-before: page">{name}</h1>' for name in ("one", "two"))
    entries = "".join(f'<a href="#{name}"><span>{name}</span><span>0</span></a> ' for name in ("one", "two"))
    page = tmp_path / "joined.html"
    page.write_text(f'<title>A book</title><nav class="pdf-contents">{entries}</nav>{chapters}')
    (tmp_path / "book.pdf").write_bytes(make_pdf.print_to_pdf(page.as_uri()))
    reader = PdfReader(tmp_path / "book.pdf")
    assert "one2 two3" in reader.pages[0].extract_text()
    assert make_pdf.pages_of_targets((tmp_path / "book.pdf").read_bytes()) == {"one": 2, "two": 3}
    assert [page.extract_text().split()[-1] for page in reader.pages] == ["1", "2", "3"]
    assert [entry.title for entry in reader.outline] == ["one", "two"]
