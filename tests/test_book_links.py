from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from tools import book_links

COURSE = book_links.Repository("LMU", "course", "main")


def app(url):
    return SimpleNamespace(
        config=SimpleNamespace(html_theme_options={"repository_url": url, "repository_branch": "2027"})
    )


def links(source):
    found = book_links.page_links(Path(source), "Max & mean", COURSE, lambda path: f"../{path}")
    return {link.text: link for link in found}


def test_all_addresses_come_from_the_setting():
    assert book_links.repository(app("https://github.com/LMU/course")) == book_links.Repository("LMU", "course", "2027")


@pytest.mark.parametrize("url", ["https://example.org/LMU/course", "https://github.com/LMU", "LMU/course"])
def test_another_address_is_refused_with_the_remedy(url):
    with pytest.raises(ExtensionError, match="https://github.com/OWNER/NAME"):
        book_links.repository(app(url))


def test_the_book_lies_where_github_pages_puts_it():
    assert COURSE.book_address == "https://lmu.github.io/course/"


def test_a_chapter_opens_in_colab_and_is_edited_as_text():
    found = links("chapters/07_pooling.ipynb")
    assert found["Open in Colab"].address == (
        "https://colab.research.google.com/github/LMU/course/blob/main/chapters/07_pooling.ipynb"
    )
    assert found["Edit this page"].address == "https://github.com/LMU/course/edit/main/chapters/07_pooling.md"
    assert found["Download the notebook"].address == "../_sources/chapters/07_pooling.ipynb"
    assert [link.text for link in found.values() if link.download] == ["Download the notebook"]


def test_an_issue_names_the_page():
    address = links("appendices/glossary.md")["Report an issue"].address
    assert address == "https://github.com/LMU/course/issues/new?title=Max%20%26%20mean%3A%20"


def test_a_page_that_is_no_notebook_has_nothing_to_run():
    assert list(links("appendices/glossary.md")) == ["Edit this page", "Report an issue"]
