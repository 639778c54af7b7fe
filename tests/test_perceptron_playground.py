"""The perceptron playground in a real browser, by keyboard and by pointer, against lib's numbers."""

import re

import numpy as np
import pytest

from lib import perceptron
from lib.demos import PerceptronPlayground
from tests import demo_page

POINTS, LABELS = perceptron.separable_points(num_points=40, features=2, gap=0.2, seed=15)
NUMBER = r"(−?[\d.]+)"


@pytest.fixture(scope="module")
def playground():
    return PerceptronPlayground(POINTS, LABELS)


def press(page, name, times=1):
    """Press a button by keyboard."""
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")


def answer(page):
    return page.get_by_role("status").inner_text()


def unit(page):
    """Return w1, w2 and b as the page shows them."""
    text = page.locator(".demo").inner_text()
    shown = re.search(rf"w₁ = {NUMBER}, w₂ = {NUMBER}, b = {NUMBER}", text)
    return [float(number.replace("−", "-")) for number in shown.groups()]


def numbers(text):
    return [float(number) for number in text.replace("−", "-").split(", ")]


def test_mistake_by_mistake_the_weights_are_those_of_lib(playground, open_demo):
    page = open_demo(playground)
    path = perceptron.train_perceptron(POINTS, LABELS).path
    for weights in path:
        np.testing.assert_allclose(unit(page), weights, atol=0.0005)
        press(page, "Next mistake")
    assert "This epoch brought no mistake: the rule has stopped." in answer(page)
    assert f"{len(path) - 1} in all" in page.locator(".demo").inner_text()
    assert page.get_by_role("button", name="Step", exact=True).is_disabled()
    press(page, "Reset")
    assert unit(page) == [0, 0, 0]


def test_a_step_shows_its_arithmetic(playground, open_demo):
    page = open_demo(playground)
    press(page, "Step")
    (first, second), label = POINTS[0], LABELS[0]
    text = answer(page).replace("−", "-")
    assert text.startswith(f"Step 1, epoch 1: point 1 at ({first:.3f}, {second:.3f}), class {label}.")
    assert "= 0.0000, not below 0, so the unit fires: answer 1." in text


def test_a_point_placed_by_pointer_is_learned_as_lib_learns_it(playground, open_demo):
    page = open_demo(playground)
    page.get_by_label("A click").select_option("square")
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.8 * box["height"])
    *_, row = demo_page.open_table(page, "All points and answers")
    point = [float(text.replace("−", "-")) for text in row[1:3]]
    np.testing.assert_allclose(point, [-0.5, -0.75], atol=1 / 64)
    assert row[0] == "41" and row[3] == "1"
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("the rule has stopped").wait_for()
    exact = np.rint(np.multiply(point, perceptron.GRID)) / perceptron.GRID
    training = perceptron.train_perceptron(np.vstack([POINTS, exact]), np.append(LABELS, 1))
    np.testing.assert_allclose(unit(page), [*training.weights, training.bias], atol=0.0005)


def test_points_are_placed_and_removed_by_keyboard(playground, open_demo):
    page = open_demo(playground)
    press(page, "Remove all")
    assert answer(page) == "There is no point: place one, or choose points."
    assert page.get_by_role("button", name="Step", exact=True).is_disabled()
    press(page, "Click at the cross")
    page.get_by_label("Cross at x₁").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Cross at x₂").focus()
    page.keyboard.press("Home")
    press(page, "Click at the cross")
    assert [row[1:4] for row in demo_page.open_table(page, "All points and answers")] == [
        ["0.000", "0.000", "0"],
        ["0.063", "−1.250", "0"],
    ]
    page.get_by_label("A click").select_option("remove")
    press(page, "Click at the cross")
    assert [row[1:4] for row in demo_page.open_table(page, "All points and answers")] == [["0.000", "0.000", "0"]]


def test_the_sigmoid_takes_the_steps_of_lib(playground, open_demo):
    page = open_demo(playground, link="#perceptron=unit:sigmoid;rate:2")
    press(page, "Step", times=5)
    layers = [(np.zeros((2, 1)), np.zeros(1))]
    for _ in range(5):
        loss, ((kernel, bias),) = perceptron.backpropagate(layers, POINTS, LABELS, "sigmoid")
        layers = [(layers[0][0] - 2 * kernel, layers[0][1] - 2 * bias)]
    np.testing.assert_allclose(unit(page), [*layers[0][0][:, 0], *layers[0][1]], atol=0.001)
    assert answer(page).startswith(f"Step 5: the loss was {loss:.3f}.")


def test_the_hidden_layer_has_the_loss_of_lib_and_solves_xor(playground, open_demo):
    page = open_demo(playground, link="#perceptron=preset:xor;unit:hidden")
    rows = demo_page.open_table(page, "All weights")
    kernels, biases = ([numbers(row[column]) for row in rows] for column in (1, 2))
    layers = [
        (np.array(kernels[:-1]).T, np.ravel(biases[:-1])),
        (np.array(kernels[-1])[:, None], np.array(biases[-1])),
    ]
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    loss, _ = perceptron.backpropagate(layers, corners, [0, 1, 1, 0], "tanh")
    press(page, "Step")
    shown = float(re.search(rf"the loss was {NUMBER}\. 17 weights", answer(page))[1])
    assert shown == pytest.approx(loss, abs=0.002)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("wrong answers: 0 of 4").wait_for()
    press(page, "Pause")
    before = demo_page.open_table(page, "All weights")
    press(page, "Other random weights")
    assert demo_page.open_table(page, "All weights") != before
    page.wait_for_url("**#perceptron=preset:xor;unit:hidden;rate:1;hidden:4;start:1")


@pytest.mark.parametrize(
    ("theme", "width", "unit"),
    [
        ("light", 1280, "threshold"),
        ("dark", 390, "threshold"),
        ("light", 390, "hidden"),
        ("dark", 1280, "sigmoid"),
    ],
)
def test_it_fits_the_page_and_is_accessible(playground, open_demo, theme, width, unit):
    page = open_demo(playground, theme, link=f"#perceptron=preset:moons;unit:{unit}", width=width)
    press(page, "Step", times=2)
    demo_page.open_table(page, "All weights")
    assert demo_page.accessibility_problems(page) == []
    assert not demo_page.overflows(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_it_is_loaded(playground, open_demo, width):
    demo_page.assert_stays_in_its_place(open_demo(playground, width=width))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("preset:spiral", "one of given, separable, narrow, xor, moons"),
        ("unit:", "one of threshold, sigmoid, hidden"),
        ("rate:-1", "a number from 0.01 to 10"),
        ("hidden:2.5", "a whole number from 1 to 8"),
        ("points:1,2", "x,y,class for each point, and class 0 or 1"),
        ("points:999,0,1", "a whole number from -80 to 80"),
        ("colour:red", "one of the settings preset, unit, rate, hidden, start, points"),
    ],
)
def test_what_a_link_gets_wrong_is_ignored_with_a_sentence(playground, open_demo, part, expected):
    page = open_demo(playground, link=f"#perceptron={part}")
    assert (
        page.get_by_role("alert").inner_text() == f"The link asks for “{part}”, which is ignored: expected {expected}."
    )
    press(page, "Next mistake")
    np.testing.assert_allclose(unit(page), perceptron.train_perceptron(POINTS, LABELS).path[1], atol=0.0005)


def test_the_address_leads_back_to_the_setting_and_may_change(playground, open_demo):
    page = open_demo(playground)
    page.get_by_label("Points", exact=True).select_option("narrow")
    page.get_by_label("Unit", exact=True).select_option("sigmoid")
    page.get_by_label("Learning rate").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**#perceptron=preset:narrow;unit:sigmoid;rate:0.01")
    page.reload()
    page.wait_for_selector(".demo")
    assert page.get_by_label("Points", exact=True).input_value() == "narrow"
    assert page.get_by_label("Learning rate").get_attribute("aria-valuetext") == "0.01"
    page.evaluate("location.hash = '#perceptron=preset:xor'")
    page.get_by_text("4 points. No step is taken yet.").wait_for()
    assert page.get_by_label("Unit", exact=True).input_value() == "threshold"


def test_more_than_a_hundred_points_are_refused_with_a_sentence(playground, open_demo):
    points = ",".join(["0,0,1"] * 100)
    page = open_demo(playground, link=f"#perceptron=points:{points}")
    press(page, "Click at the cross")
    assert page.get_by_role("alert").inner_text() == "100 points are the most. Remove one before you add another."
    assert len(demo_page.open_table(page, "All points and answers")) == 100


def test_without_javascript_there_are_a_sentence_and_a_picture(playground, browser, tmp_path):
    path = demo_page.write_page(playground, tmp_path)
    with demo_page.served(tmp_path) as address, demo_page.watched_page(browser, java_script_enabled=False) as page:
        page.goto(address + path.name)
        assert page.get_by_text("It plays here with JavaScript").is_visible()
        picture = page.get_by_role("img", name="The points of two classes in the plane")
        assert picture.bounding_box()["width"] > 200
        assert picture.locator("circle").count() == np.sum(LABELS == 0)
        assert picture.locator("rect").count() == np.sum(LABELS == 1)


def test_with_reduced_motion_a_run_is_over_at_once(playground, open_demo):
    page = open_demo(playground, link="#perceptron=preset:xor", reduced_motion="reduce")
    press(page, "Run")
    assert answer(page).startswith("Step 1000, epoch 250:")
    assert page.get_by_role("button", name="Run", exact=True).is_enabled()


@pytest.mark.parametrize(
    ("inputs", "labels", "message"),
    [
        ([[0, 0], [2, 0]], [0, 1], "reach 2, expected"),
        ([[0, 0, 0]], [1], r"shape \(1, 3\)"),
        (np.zeros((101, 2)), np.zeros(101), r"shape \(101, 2\)"),
        ([[0, 0]], [2], "expected only 0 and 1"),
        ([[0, np.nan]], [1], "NaN"),
        ([], [], r"shape \(0,\)"),
    ],
)
def test_points_that_do_not_fit_are_refused(inputs, labels, message):
    with pytest.raises(ValueError, match=message):
        PerceptronPlayground(inputs, labels)
