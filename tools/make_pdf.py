"""Print the whole built book to one PDF, with a table of contents, page numbers and working links.

    make pdf

Chromium prints twice: the first print tells on which page each target of a link lies, and so the numbers in the table
of contents.
"""

import io
import shutil
import sys

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from lib.errors import CourseError
from tools import joined_book
from tools.book_links import PDF

FOOTER = '<p style="font: 8pt sans-serif; margin: 0 auto"><span class="pageNumber"></span></p>'
PAGE_NUMBERS = {"display_header_footer": True, "header_template": "<span></span>", "footer_template": FOOTER}
FILL_IN = """
(pages) => document.querySelectorAll(".pdf-contents a").forEach((link) => {
  link.lastElementChild.textContent = pages[link.getAttribute("href").slice(1)];
})
"""
MATHS_IS_SET = "window.MathJax?.startup?.promise?.then(() => true) ?? true"


class PdfError(CourseError):
    """The book cannot be printed."""


def main():
    """Print the book; say why when it cannot be printed."""
    try:
        print(f"The book is printed: {print_book(joined_book.BOOK)}")
    except PdfError as error:
        sys.exit(str(error))


def print_book(book):
    """Write the PDF into the folder of the book and return its path; raises PdfError when there is no book."""
    if not (book / "index.html").exists():
        raise PdfError(f"there is no book in {book}. Run make book first.")
    joined = book / "joined.html"
    joined.write_text(joined_book.document(book), encoding="utf-8")
    try:
        (book / PDF).write_bytes(print_to_pdf(joined.as_uri()))
    finally:
        joined.unlink()
    return book / PDF


def print_to_pdf(address, chromium="chromium"):
    """Return the PDF of the joined book at an address; raises PdfError when there is no Chromium."""
    program = shutil.which(chromium)
    if program is None:
        raise PdfError(f"there is no program {chromium!r}. Install Chromium with your system's packages.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page()
        page.set_default_timeout(0)
        page.goto(address)
        page.evaluate(MATHS_IS_SET)
        page.evaluate(FILL_IN, pages_of_targets(page.pdf()))
        pdf = page.pdf(**PAGE_NUMBERS, outline=True, tagged=True)
        browser.close()
    return pdf


def pages_of_targets(pdf):
    """Return on which page, counted from 1, each target of a link lies."""
    reader = PdfReader(io.BytesIO(pdf))
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}
    targets = reader.named_destinations
    return {name.removeprefix("/"): numbers[target.page.idnum] for name, target in targets.items()}


if __name__ == "__main__":
    main()
