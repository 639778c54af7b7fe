"""The convolution explorer in a real browser, by keyboard and by pointer, against lib's numbers."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from lib import convolution, photos
from lib.demos import ConvolutionExplorer
from lib.demos.convolution_explorer import KERNELS
from tests import demo_page

PHOTO = photos.load("chapters/images/camera.png")[60:124, 100:180, 0]
COLOUR = photos.load("chapters/images/chelsea.png")[60:90, 140:180]
ROUNDED = 0.0051  # the page shows two decimals
DRAG = """(element) => new Promise((resolve) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const times = [];
  const move = (time) => {
    times.push(time);
    const share = times.length / 120;
    if (share > 1) return resolve(times);
    const place = { clientX: left + share * width, clientY: top + share * height };
    element.dispatchEvent(new PointerEvent("pointermove", { ...place, pointerId: 1 }));
    requestAnimationFrame(move);
  };
  requestAnimationFrame(move);
})"""  # moves the pressed mouse in every frame, and returns the times of the frames in milliseconds
DROP = """([element, bytes, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))], name));
  element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def explorer():
    return ConvolutionExplorer(PHOTO)


def filtered(picture, kernel, stride=1, padding="valid"):
    """Return a picture (height, width) after lib's convolution."""
    return convolution.convolve(picture[None, ..., None], kernel[..., None, None], stride, padding)[0, ..., 0]


def canvas(page, name):
    return page.get_by_role("img", name=re.compile(f"^{name}:"))


def place_and_sum(page):
    """Return the kernel, the row, the column and the sum that the page reads out."""
    text = page.get_by_text("nine products add up").inner_text().replace("−", "-")
    kernel, row, column, total = re.search(
        r"The (\w+) kernel at row (\d+), column (\d+).* add up to (\S+)\.$", text
    ).groups()
    return kernel, int(row), int(column), float(total)


def picture_rows(page):
    """Return the table of all pictures: name, rows, columns, smallest, mean, largest."""
    rows = demo_page.open_table(page)
    return {name: [float(number.replace("−", "-")) for number in numbers] for name, *numbers in rows}


def numbers_of(picture):
    return [*picture.shape[:2], picture.min(), picture.mean(), picture.max()]


def problem(page):
    """Return the sentence about what went wrong, "" when nothing did."""
    return page.locator(".demo-notice").text_content()


def cells(page, caption):
    """Return the numbers of one of the three tables."""
    table = page.locator("table", has=page.locator("caption", has_text=caption))
    return [float(text.replace("−", "-")) for text in table.locator("td").all_inner_texts()]


def test_the_arrow_keys_move_the_kernel_and_the_sum_is_that_of_lib(explorer, open_demo):
    page = open_demo(explorer)
    edges = filtered(PHOTO, convolution.SOBEL_X)
    assert place_and_sum(page) == ("first", 32, 40, edges[32, 40])
    canvas(page, "input").focus()
    for key in ("ArrowDown", "ArrowLeft", "ArrowLeft", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert place_and_sum(page) == ("first", 23, 38, edges[23, 38])
    patch = PHOTO[23:26, 38:41]
    assert cells(page, "patch") == patch.ravel().tolist()
    assert cells(page, "products") == (patch * convolution.SOBEL_X).ravel().tolist()
    for _ in range(40):
        page.keyboard.press("Shift+ArrowRight")
    assert place_and_sum(page)[1:3] == (23, edges.shape[1] - 1)
    page.get_by_role("button", name="Step").focus()
    page.keyboard.press("Enter")
    assert place_and_sum(page) == ("first", 24, 0, edges[24, 0])


def test_a_drag_over_the_picture_moves_the_kernel(explorer, open_demo):
    page = open_demo(explorer)
    edges = filtered(PHOTO, convolution.SOBEL_X)
    box = canvas(page, "input").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    assert place_and_sum(page)[1:3] == (32, 40)  # only a pressed pointer moves it
    page.mouse.down()
    page.mouse.move(middle[0] + box["width"] / 4, middle[1] - box["height"] / 4, steps=5)
    _, row, column, total = place_and_sum(page)
    assert abs(row - 15) <= 1 and abs(column - 59) <= 1
    assert total == edges[row, column]
    page.mouse.move(0, 0)
    assert place_and_sum(page) == ("first", 0, 0, edges[0, 0])
    page.mouse.up()


@pytest.mark.parametrize(("stride", "padding"), [(1, "valid"), (2, "same"), (3, "same")])
def test_the_results_are_those_of_lib(explorer, open_demo, stride, padding):
    page = open_demo(explorer)
    page.get_by_label("Stride").select_option(str(stride))
    page.get_by_label("Padding").select_option(padding)
    for name, kernel in KERNELS.items():
        page.get_by_label("Kernel", exact=True).select_option(name)
        result = filtered(PHOTO, kernel, stride, padding)
        np.testing.assert_allclose(picture_rows(page)["result"], numbers_of(result), atol=ROUNDED)
    assert f"result, {result.shape[0]} × {result.shape[1]}" in page.locator(".demo").inner_text()


def test_a_kernel_of_ones_own(explorer, open_demo):
    page = open_demo(explorer)
    kernel = convolution.SOBEL_X.copy()
    kernel[1, 2] = -2.5
    weight = page.get_by_label("weight, row 1, column 2")
    weight.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("-2.5")
    assert place_and_sum(page)[3] == filtered(PHOTO, kernel)[32, 40]
    assert page.get_by_label("Kernel", exact=True).input_value() == "your own"
    weight.fill("1000")
    assert "A weight is a number from −100 to 100" in problem(page)
    assert place_and_sum(page)[3] == filtered(PHOTO, kernel)[32, 40]
    weight.fill("2")
    assert problem(page) == ""
    assert page.get_by_label("Kernel", exact=True).input_value() == "Sobel, vertical edges"


def test_a_second_kernel_takes_the_first_result(explorer, open_demo):
    page = open_demo(explorer)
    page.get_by_label("Kernel", exact=True).select_option("blur")
    page.get_by_label("Second kernel").select_option("Laplace")
    blurred = filtered(PHOTO, KERNELS["blur"])
    result = filtered(blurred, KERNELS["Laplace"])
    np.testing.assert_allclose(picture_rows(page)["second result"], numbers_of(result), atol=ROUNDED)
    canvas(page, "result").click()
    kernel, row, column, total = place_and_sum(page)
    assert kernel == "second" and total == pytest.approx(result[row, column], abs=ROUNDED)
    np.testing.assert_allclose(cells(page, "patch"), blurred[row : row + 3, column : column + 3].ravel(), atol=ROUNDED)
    page.get_by_label("Watched kernel").select_option("first")
    assert place_and_sum(page) == ("first", row, column, pytest.approx(blurred[row, column], abs=ROUNDED))
    page.get_by_role("button", name="Reset").click()
    assert not canvas(page, "second result").is_visible()
    assert place_and_sum(page) == ("first", 32, 40, filtered(PHOTO, convolution.SOBEL_X)[32, 40])


def test_a_second_kernel_that_does_not_fit_is_left_out(open_demo):
    page = open_demo(ConvolutionExplorer(PHOTO[:8, :8]), link="#convolution=preset:chain;stride:3")
    assert "The second kernel is left out. A kernel of 3 does not fit into a side of 2." in problem(page)
    assert not canvas(page, "second result").is_visible()
    page.get_by_label("Padding").select_option("same")
    assert problem(page) == ""
    assert canvas(page, "second result").is_visible()


def test_a_colour_picture_is_filtered_channel_by_channel(open_demo):
    page = open_demo(ConvolutionExplorer(COLOUR))
    edges = convolution.apply_kernel(COLOUR, convolution.SOBEL_X)
    for channel, name in enumerate(("red", "green", "blue")):
        page.get_by_label("Colour").select_option(name)
        assert place_and_sum(page)[3] == edges[15, 20, channel]


def encoded(pixels, format_name, **options):
    """Return the bytes of a picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format_name, **options)
    return file.getvalue()


def choose(page, name, content):
    page.get_by_label("A picture of your own").set_input_files({"name": name, "mimeType": "", "buffer": content})


def test_a_picture_of_ones_own_replaces_the_photo(explorer, open_demo):
    page = open_demo(explorer)
    choose(page, "cat.png", encoded(COLOUR, "PNG"))
    page.get_by_text("cat.png has 40 × 30 pixels.").wait_for()
    edges = convolution.apply_kernel(COLOUR, convolution.SOBEL_X)
    np.testing.assert_allclose(picture_rows(page)["result"], numbers_of(edges), atol=ROUNDED)
    page.get_by_role("button", name="Reset").click()
    assert picture_rows(page)["input"][:2] == list(PHOTO.shape)
    assert page.get_by_label("A picture of your own").input_value() == ""


def test_a_dropped_picture_is_taken(explorer, open_demo):
    page = open_demo(explorer)
    demo = page.locator(".demo").element_handle()
    page.evaluate(DROP, [demo, base64.b64encode(encoded(PHOTO[:20], "PNG")).decode(), "dropped.png"])
    page.get_by_text("dropped.png has 80 × 20 pixels.").wait_for()
    assert picture_rows(page)["input"][:2] == [20, 80]


def animation():
    file = io.BytesIO()
    frames = [Image.fromarray(np.full((20, 20), shade, np.uint8)) for shade in (200, 50)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("text.png", lambda: b"This is no picture.", "“text.png” cannot be read as a picture. Choose a JPEG, PNG,"),
        ("empty.jpg", lambda: b"", "“empty.jpg” cannot be read as a picture."),
        ("cut.jpg", lambda: encoded(COLOUR, "JPEG")[:100], "“cut.jpg” cannot be read as a picture."),
        ("line.png", lambda: encoded(PHOTO[:2], "PNG"), "line.png has 80 × 2 pixels. That is too narrow:"),
    ],
)
def test_a_bad_file_leaves_the_picture_and_says_what_to_do(explorer, open_demo, name, content, sentence):
    page = open_demo(explorer)
    choose(page, name, content())
    page.get_by_role("alert").get_by_text(sentence).wait_for()
    assert problem(page).endswith("The picture has not changed.")
    assert picture_rows(page)["input"][:2] == list(PHOTO.shape)
    choose(page, "good.png", encoded(PHOTO[:30], "PNG"))
    page.get_by_text("good.png has 80 × 30 pixels.").wait_for()
    assert problem(page) == ""


def test_a_large_photo_is_shrunk(explorer, open_demo):
    page = open_demo(explorer)
    choose(page, "large.jpg", encoded(np.zeros((3840, 5472, 3), np.uint8), "JPEG", quality=30))
    page.get_by_text("large.jpg has 5472 × 3840 pixels; it was shrunk to 192 × 135.").wait_for(timeout=60_000)
    assert picture_rows(page)["input"][:2] == [135, 192]
    choose(page, "tall.png", encoded(np.zeros((193, 40), np.uint8), "PNG"))
    page.get_by_text("tall.png has 40 × 193 pixels; it was shrunk to 40 × 192.").wait_for()


def test_a_transparent_picture_lies_on_white(explorer, open_demo):
    page = open_demo(explorer)
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[:, :10, 3] = 255
    choose(page, "half.png", encoded(pixels, "PNG"))
    page.get_by_text("Its transparent parts were put on white.").wait_for()
    assert picture_rows(page)["input"] == [20, 20, 0, 127.5, 255]


def test_of_an_animation_the_first_picture_is_taken(explorer, open_demo):
    page = open_demo(explorer)
    choose(page, "moving.gif", animation())
    page.get_by_text("only its first picture was taken.").wait_for()
    assert picture_rows(page)["input"] == [20, 20, 200, 200, 200]


def test_a_link_sets_the_demo_and_changes_are_written_to_it(explorer, open_demo):
    page = open_demo(explorer, link="#convolution=preset:stride;padding:valid;row:5;column:7")
    edges = filtered(PHOTO, convolution.SOBEL_X, stride=2)
    assert place_and_sum(page) == ("first", 5, 7, edges[5, 7])
    canvas(page, "input").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("location.hash.includes('row:6')")


def test_a_bad_link_is_ignored_with_a_sentence(explorer, open_demo):
    page = open_demo(explorer, link="#convolution=stride:0;first:1,2;nonsense;padding:same")
    for part in ("stride:0", "first:1,2", "nonsense"):
        assert f"“{part}”, which is ignored" in problem(page)
    assert page.get_by_label("Stride").input_value() == "1"
    assert page.get_by_label("Padding").input_value() == "same"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_demo_is_accessible(open_demo, theme):
    page = open_demo(ConvolutionExplorer(COLOUR), theme, link="#convolution=preset:chain;padding:same;row:0;column:0")
    demo_page.open_table(page)
    assert demo_page.accessibility_problems(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_demo_fits_and_moves_nothing(explorer, open_demo, width):
    page = open_demo(explorer, width=width)
    page.wait_for_timeout(500)
    demo_page.assert_stays_in_its_place(page)
    assert "#" not in page.url  # only what the reader does is written to the address


# Software rendering on a busy machine: the bound is far from the 60 frames a second that a quiet one reaches.
def test_a_drag_is_followed_frame_by_frame(explorer, open_demo):
    page = open_demo(explorer)
    box = canvas(page, "input").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    times = canvas(page, "input").evaluate(DRAG)
    page.mouse.up()
    assert place_and_sum(page)[1:3] == (PHOTO.shape[0] - 3, PHOTO.shape[1] - 3)
    assert np.median(np.diff(times)) < 100


def test_pictures_that_the_demo_cannot_show_are_refused():
    for picture in (PHOTO / 255, PHOTO.astype(int) - 300, PHOTO[None], np.zeros((0, 0), int)):
        with pytest.raises(ValueError, match="whole numbers from 0 to 255"):
            ConvolutionExplorer(picture)
    for picture in (PHOTO[:7], np.zeros((20, 257), np.uint8)):
        with pytest.raises(ValueError, match="expected 8 to 256 rows and columns"):
            ConvolutionExplorer(picture)
