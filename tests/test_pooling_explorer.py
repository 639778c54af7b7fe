"""The pooling explorer in a real browser, by keyboard and by pointer, against lib's numbers."""

import re

import numpy as np
import pytest

from lib import photos, pooling
from lib.demos import PoolingExplorer
from tests import demo_page

NUMBERS = np.random.default_rng(0).integers(0, 10, size=(8, 8))
CAT = photos.load("chapters/images/chelsea.png")[20:276, 96:352]
FACE = pooling.average_pool(CAT[None], 4)[0, :, :, 1].astype(np.uint8)  # as in the chapter
PHOTO = FACE[16:48, 16:48]
ROUNDED = 0.0051  # the page shows two decimals
POOL = {"max": pooling.max_pool, "average": pooling.average_pool}


@pytest.fixture(scope="module")
def explorer():
    return PoolingExplorer(NUMBERS, PHOTO)


def pooled(picture, operation="max", size=2, stride=None, move=(0, 0)):
    """Return a picture (height, width) after a move (down, right) and lib's pooling."""
    return POOL[operation](np.roll(picture, move, axis=(0, 1))[None, ..., None], size, stride)[0, ..., 0]


def canvas(page, name):
    return page.get_by_role("img", name=re.compile(f"^{name};"))


def counts(page):
    """Return how many outputs stayed, and how many there are, as the page reads them out."""
    return tuple(map(int, re.search(r"(\d+) of (\d+) outputs", page.get_by_text("outputs (").inner_text()).groups()))


def window(page):
    """Return the row, the column, the numbers, the output and the output before, as the page reads them out."""
    text = page.get_by_text("Before the move it was").inner_text()
    row, column, numbers, now, before = re.search(
        r"row (\d+), column (\d+): the \w+ of ([\d, ]+) is ([\d.]+)\. Before the move it was ([\d.]+)\.", text
    ).groups()
    return int(row), int(column), [int(number) for number in numbers.split(", ")], float(now), float(before)


def outputs(page):
    """Return the table of all outputs: the numbers before the move and now."""
    rows = demo_page.open_table(page)
    return [[float(row[place]) for row in rows] for place in (2, 3)]


def press(page, name, times=1):
    """Press a button by keyboard."""
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")


def move_slider(page, label, key, times):
    page.get_by_role("slider", name=label).focus()
    for _ in range(times):
        page.keyboard.press(key)


def test_the_moves_leave_what_lib_says(explorer, open_demo):
    page = open_demo(explorer)
    before = pooled(NUMBERS)
    assert "has not moved, so all 16 outputs are the same" in page.locator(".demo").inner_text()
    for name, move in {"right": (0, 1), "down": (1, 1), "left": (1, 0), "up": (0, 0)}.items():
        press(page, name)
        after = pooled(NUMBERS, move=move)
        assert outputs(page) == [before.ravel().tolist(), after.ravel().tolist()]
        if any(move):
            assert counts(page) == (np.sum(before == after), 16)
    press(page, "right", times=2)
    assert outputs(page)[1] == np.roll(before, 1, axis=1).ravel().tolist()
    press(page, "Reset")
    assert "has not moved" in page.locator(".demo").inner_text()


@pytest.mark.parametrize("operation", ["max", "average"])
def test_window_stride_and_operation(explorer, open_demo, operation):
    page = open_demo(explorer, link="#pooling=picture:photo;down:1;right:-2")
    page.get_by_label("Operation").select_option(operation)
    move_slider(page, "Window", "ArrowRight", 1)  # the stride follows
    for stride in (3, 2, 1):
        before, after = (pooled(PHOTO, operation, 3, stride, move) for move in ((0, 0), (1, -2)))
        assert counts(page) == (np.sum(before == after), before.size)
        shown = outputs(page)
        np.testing.assert_allclose(shown, [before.ravel(), after.ravel()], atol=ROUNDED)
        move_slider(page, "Stride", "ArrowLeft", 1)


def test_a_window_is_chosen_by_pointer_and_by_keyboard(explorer, open_demo):
    page = open_demo(explorer)
    press(page, "right")
    before, after = pooled(NUMBERS), pooled(NUMBERS, move=(0, 1))
    moved = np.roll(NUMBERS, 1, axis=1)
    canvas(page, "input").click(position={"x": 5, "y": 5})
    assert window(page) == (0, 0, moved[:2, :2].ravel().tolist(), after[0, 0], before[0, 0])
    canvas(page, "input").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert window(page) == (1, 2, moved[2:4, 4:6].ravel().tolist(), after[1, 2], before[1, 2])
    press(page, "Step", times=2)
    assert window(page)[:2] == (2, 0)
    box = canvas(page, "output").bounding_box()
    canvas(page, "output").click(position={"x": box["width"] - 8, "y": box["height"] / 2 + 8})
    assert window(page)[:2] == (2, 3)


def test_what_the_presets_say_is_true(open_demo):
    page = open_demo(PoolingExplorer(NUMBERS, FACE))
    press(page, "right")
    stayed, all_outputs = counts(page)
    assert stayed < all_outputs / 2
    page.get_by_label("Try").select_option("overlap")
    before = np.reshape(outputs(page)[0], (7, 7))
    press(page, "down")
    assert np.array_equal(np.reshape(outputs(page)[1], (7, 7))[1:], before[:-1])
    page.get_by_label("Try").select_option("large")
    large = np.divide(*counts(page))
    move_slider(page, "Window", "Home", 1)
    assert np.divide(*counts(page)) < large
    page.get_by_label("Try").select_option("average")
    before, now = np.array(outputs(page))
    page.get_by_label("Operation").select_option("max")
    max_before, max_now = np.array(outputs(page))
    assert np.mean(before == now) < 0.25
    assert np.abs(before - now).max() < np.abs(max_before - max_now).max()


def test_a_link_sets_the_demo_and_changes_are_written_to_it(explorer, open_demo):
    page = open_demo(explorer, link="#pooling=preset:overlap;right:3;row:2;column:4")
    assert window(page)[:2] == (2, 4)
    assert counts(page) == (np.sum(pooled(NUMBERS, stride=1) == pooled(NUMBERS, stride=1, move=(0, 3))), 49)
    press(page, "left")
    page.wait_for_function("location.hash.includes('right:2')")


def test_a_bad_link_is_ignored_with_a_sentence(explorer, open_demo):
    page = open_demo(explorer, link="#pooling=size:99;operation:min;right:1")
    problem = page.get_by_role("alert").inner_text()
    assert "“size:99”, which is ignored" in problem and "“operation:min”, which is ignored" in problem
    assert counts(page) == (np.sum(pooled(NUMBERS) == pooled(NUMBERS, move=(0, 1))), 16)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_demo_is_accessible(explorer, open_demo, theme):
    page = open_demo(explorer, theme)
    demo_page.open_table(page)
    assert demo_page.accessibility_problems(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_demo_fits_and_moves_nothing(explorer, open_demo, width):
    page = open_demo(explorer, width=width)
    page.wait_for_timeout(500)
    demo_page.assert_stays_in_its_place(page)
    assert "#" not in page.url  # only what the reader does is written to the address


def test_pictures_that_the_demo_cannot_show_are_refused():
    for bad in (NUMBERS[:7], np.zeros((8, 65), int), NUMBERS[None]):
        with pytest.raises(ValueError, match="numbers has shape .* each 8 to 64"):
            PoolingExplorer(bad, PHOTO)
    with pytest.raises(ValueError, match="whole numbers from 0 to 255"):
        PoolingExplorer(NUMBERS, PHOTO / 255)
