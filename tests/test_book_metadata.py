from types import SimpleNamespace

import pytest
from docutils.core import publish_doctree
from PIL import Image

from tools import book_cards, book_metadata

LONG = "It goes on and on, and says nothing that a reader would miss. " * 5


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("One line\nand a second one. Another sentence.", "One line and a second one. Another sentence."),
        (f"The idea. {LONG}", "The idea. " + LONG[: len(LONG) // 5 * 3].strip()),
        (LONG.replace(". ", "; "), LONG.replace(". ", "; ").strip()),
    ],
)
def test_a_page_is_described_by_its_first_whole_sentences(text, description):
    env = SimpleNamespace(docname="page", metadata={"page": {}})
    book_metadata.describe(SimpleNamespace(env=env), publish_doctree(f"Title\n=====\n\n{text}\n\nMore."))
    assert env.metadata["page"]["description"] == description


def test_a_description_cannot_break_the_page():
    assert book_metadata.meta("name", "description", '"<&>"') == (
        '\n<meta name="description" content="&quot;&lt;&amp;&gt;&quot;">'
    )


@pytest.mark.parametrize("size", [(2000, 100), (100, 2000), (64, 64)])
def test_a_card_shows_the_whole_picture_below_the_title(size):
    card = book_cards.draw("Pooling", Image.new("RGB", size, "red"))
    assert card.size == (1200, 630)
    red = Image.eval(card.convert("RGB").getchannel("G"), lambda value: 255 * (value == 0))
    left, top, right, bottom = red.getbbox()
    assert left > 0 and right < 1200 and bottom < 630 and top >= book_cards.HEADER
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=0.1)


def test_a_card_carries_the_title():
    blank, titled = (book_cards.draw(title, Image.new("RGB", (10, 10))) for title in ("", "Pooling"))
    assert blank.crop((0, 20, 1200, 130)).getcolors() == [(1200 * 110, (255, 255, 255))]
    assert len(titled.crop((0, 20, 1200, 130)).getcolors()) > 1
