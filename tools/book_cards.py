"""The cards that other sites show for a link to the book: a page's title over its first picture."""

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = WIDTH, HEIGHT = 1200, 630  # what sites that show cards ask for
MARGIN, HEADER = 48, 136
PAPER, INK, ACCENT = "white", "#1c1c1c", "#0072B2"
BOOK = "Deep Learning: The Big Picture"


def draw(title, picture):
    """Return a card, an image of SIZE, for a page with this title and this picture."""
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDTH, 12), fill=ACCENT)
    pen.text((MARGIN, MARGIN), title, fill=INK, font=ImageFont.load_default(52))
    if title != BOOK:
        pen.text((MARGIN, HEIGHT - MARGIN), BOOK, fill=ACCENT, font=ImageFont.load_default(28), anchor="ls")
    room = (WIDTH - 2 * MARGIN, HEIGHT - HEADER - 2 * MARGIN)
    fitted = ImageOps.contain(picture.convert("RGB"), room)
    card.paste(fitted, ((WIDTH - fitted.width) // 2, HEADER))
    return card
