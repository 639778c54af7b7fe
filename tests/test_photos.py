import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lib import photos
from lib.errors import PhotoError

CHELSEA = Path(__file__).parents[1] / "chapters" / "images" / "chelsea.png"
COLORS = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)


def encode(picture, file_format, **options):
    content = io.BytesIO()
    picture.save(content, file_format, **options)
    return content.getvalue()


def write_photo(folder, picture, file_format, **options):
    path = folder / f"photo.{file_format}"
    path.write_bytes(encode(picture, file_format, **options))
    return path


def test_the_cat_of_the_course_is_read_as_it_is():
    photo = photos.load(CHELSEA)
    assert (photo.shape, photo.dtype) == ((300, 451, 3), np.uint8)
    np.testing.assert_array_equal(photo, np.asarray(Image.open(CHELSEA).convert("RGB")))


def test_a_path_may_be_text():
    np.testing.assert_array_equal(photos.load(str(CHELSEA)), photos.load(CHELSEA))


@pytest.mark.parametrize("interpolation", photos.INTERPOLATIONS)
def test_a_size_squeezes_the_photo_with_the_named_filter(interpolation):
    photo = photos.load(CHELSEA, size=32, interpolation=interpolation)
    expected = Image.open(CHELSEA).convert("RGB").resize((32, 32), Image.Resampling[interpolation.upper()])
    assert (photo.shape, photo.dtype) == ((32, 32, 3), np.uint8)
    np.testing.assert_array_equal(photo, np.asarray(expected))


def test_the_interpolation_is_nearest_unless_told():
    np.testing.assert_array_equal(photos.load(CHELSEA, 32), photos.load(CHELSEA, 32, "nearest"))


def test_an_unknown_interpolation_is_named_with_the_choices():
    with pytest.raises(PhotoError, match="interpolation is 'cubic', expected one of nearest, .*bicubic"):
        photos.load(CHELSEA, size=32, interpolation="cubic")


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    path = tmp_path / "nowhere.jpg"
    with pytest.raises(PhotoError) as caught:
        photos.load(path)
    assert str(caught.value).startswith(f"there is no file {path}. Check the path")


@pytest.mark.parametrize("size", [None, 32])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"this is no picture",
        encode(Image.fromarray(COLORS), "png")[:-900],
        encode(Image.fromarray(COLORS), "png")[:20],
        encode(Image.fromarray(COLORS), "jpeg")[:-300],
        encode(Image.fromarray(COLORS), "bmp")[:-300],
    ],
    ids=["empty", "text", "half a PNG", "the head of a PNG", "half a JPEG", "half a BMP"],
)
def test_a_file_that_is_no_whole_picture_is_named_with_the_remedy(tmp_path, content, size):
    path = tmp_path / "photo.png"
    path.write_bytes(content)
    with pytest.raises(PhotoError) as caught:
        photos.load(path, size)
    assert str(caught.value).startswith(f"{path} cannot be read as a picture (")
    assert "Use a JPEG, PNG, WebP or GIF file" in str(caught.value)


def test_a_folder_is_no_picture(tmp_path):
    with pytest.raises(PhotoError, match="cannot be read as a picture"):
        photos.load(tmp_path)


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [("L", "png"), ("1", "png"), ("P", "gif"), ("RGBA", "png"), ("LA", "png"), ("CMYK", "jpeg"), ("RGB", "webp")],
)
@pytest.mark.parametrize(("size", "shape"), [(None, (20, 30, 3)), (16, (16, 16, 3))])
def test_every_kind_of_picture_comes_out_with_three_colours(tmp_path, mode, file_format, size, shape):
    path = write_photo(tmp_path, Image.fromarray(COLORS).convert(mode), file_format)
    photo = photos.load(path, size)
    assert (photo.shape, photo.dtype) == (shape, np.uint8)


def test_a_grey_picture_is_grey_in_three_colours(tmp_path):
    grey = Image.fromarray(COLORS[:, :, 0])
    photo = photos.load(write_photo(tmp_path, grey, "png"))
    np.testing.assert_array_equal(photo, np.repeat(COLORS[:, :, :1], 3, axis=2))


def test_a_transparent_picture_keeps_its_colours(tmp_path):
    transparent = np.dstack([COLORS, np.full((20, 30), 100, np.uint8)])
    photo = photos.load(write_photo(tmp_path, Image.fromarray(transparent), "png"))
    np.testing.assert_array_equal(photo, COLORS)


def test_an_animation_gives_its_first_picture(tmp_path):
    frames = [Image.new("RGB", (30, 20), color) for color in ("red", "blue")]
    photo = photos.load(write_photo(tmp_path, frames[0], "gif", save_all=True, append_images=frames[1:]))
    np.testing.assert_array_equal(photo, np.broadcast_to(np.array([255, 0, 0], np.uint8), (20, 30, 3)))
