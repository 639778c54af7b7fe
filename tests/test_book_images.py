import os
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from tools import book_images, notebooks


def convert(source, target):
    assert book_images.PngToWebp.convert(None, source, target)
    with Image.open(target) as picture:
        assert picture.format == "WEBP"
        return np.asarray(picture.convert("RGB"))


@pytest.fixture
def drawing(tmp_path):
    """Save a figure-like picture: few colours, sharp edges."""
    path = tmp_path / "drawing.png"
    pixels = np.full((60, 80, 3), 255, np.uint8)
    pixels[20:40, 10:70] = (0, 114, 178)
    Image.fromarray(pixels).save(path)
    return path


def test_a_drawing_loses_nothing_and_becomes_smaller(drawing, tmp_path):
    target = tmp_path / "drawing.webp"
    assert (convert(drawing, target) == np.asarray(Image.open(drawing))).all()
    assert target.stat().st_size < drawing.stat().st_size


def test_a_photo_that_stays_large_may_lose_a_little(tmp_path):
    photo = notebooks.CHAPTERS / "images" / "chelsea.png"
    with Image.open(photo) as picture:
        picture.save(tmp_path / "lossless.webp", lossless=True)
        before = np.asarray(picture.convert("RGB")).astype(int)
    assert (tmp_path / "lossless.webp").stat().st_size > book_images.LARGE_FILE
    after = convert(photo, tmp_path / "photo.webp")
    assert (tmp_path / "photo.webp").stat().st_size < book_images.LARGE_FILE / 2
    assert 0 < np.abs(after - before).mean() < 5


def test_a_picture_is_converted_again_only_when_it_changes(drawing, tmp_path):
    target = tmp_path / "drawing.webp"
    target.write_bytes(b"made before")
    book_images.PngToWebp.convert(None, drawing, target)
    assert target.read_bytes() == b"made before"
    os.utime(target, (0, 0))
    convert(drawing, target)


def test_a_page_keeps_room_for_its_pictures_and_loads_all_but_the_first_later(drawing, tmp_path):
    app = SimpleNamespace(srcdir=tmp_path, builder=SimpleNamespace(images={"drawing.png": "drawing.png"}))
    picture = '<img alt="A bar." src="../_images/drawing.png" />'
    vector = '<img alt="The cover." src="_images/cover.svg" />'
    context = {"body": f"<p>{vector}{picture}</p>{picture}"}
    book_images.keep_places(app, "page", "page.html", context, doctree=object())
    sized = '<img alt="A bar." src="../_images/drawing.png" width="80" height="60"'
    assert context["body"] == f'<p>{vector}{sized} /></p>{sized} loading="lazy" />'
