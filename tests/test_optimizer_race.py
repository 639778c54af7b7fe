"""The optimizer race in a real browser, by keyboard and by pointer, against lib's numbers."""

import re
import time

import numpy as np
import pytest

from lib import optimizers
from lib.demos import OptimizerRace
from lib.demos.optimizer_race import LANDSCAPES
from tests import demo_page

RATES = {"momentum": 0.003, "Adam": 0.1}
TABLE = "Where the optimizers stand, as a table"
DRAG_FOR_FRAMES = """
(count) => new Promise((resolve) => {
  const map = document.querySelector("canvas");
  const box = map.getBoundingClientRect();
  const times = [];
  const drag = (time) => {
    const [x, y] = [0.5 + 0.4 * Math.sin(times.length / 9), 0.5 + 0.4 * Math.cos(times.length / 13)];
    const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
    map.dispatchEvent(new PointerEvent("pointermove", { ...place, bubbles: true }));
    times.push(time);
    if (times.length < count) requestAnimationFrame(drag);
    else resolve(times);
  };
  requestAnimationFrame(drag);
})
"""


@pytest.fixture(scope="module")
def race():
    return OptimizerRace("beale", RATES)


def press(page, name, times=1):
    """Press a button by keyboard."""
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")


def answer(page, part):
    """Wait for a read-out with this part on a page, or in one demo of it, and return it."""
    return page.get_by_role("status").filter(has_text=part).inner_text()


def number(text):
    return float(text.replace("−", "-"))


def assert_stands_as_lib_says(page, landscape, start, num_steps, rates):
    """Hold every row of the table against lib."""
    shown = {name: [number(text) for text in texts[:4]] for name, *texts in demo_page.open_table(page, TABLE)}
    assert list(shown) == list(rates)
    for name, rate in rates.items():
        gradient = LANDSCAPES[landscape].gradient
        path = optimizers.descend(optimizers.OPTIMIZERS[name], gradient, start, max(num_steps, 1), learning_rate=rate)
        weights = path[num_steps]
        expected = [rate, *weights, LANDSCAPES[landscape].value(weights)]
        np.testing.assert_allclose(shown[name], expected, rtol=1e-5)  # six digits


def arrival(landscape, name, rate, num_steps=1000):
    """Return the step at which lib sees an optimizer arrive."""
    scene = LANDSCAPES[landscape]
    path = optimizers.descend(optimizers.OPTIMIZERS[name], scene.gradient, scene.start, num_steps, learning_rate=rate)
    return int(optimizers.steps_to_target(scene.value(path), 0.001))


def click_on_map(page, x, y, click):
    """Click or tap at shares of the map's width and height."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def start_of(page):
    return [float(page.get_by_label(f"{name} weight of the start").input_value()) for name in ("first", "second")]


def test_step_by_step_everyone_stands_where_lib_says(race, open_demo):
    page = open_demo(race)
    start = LANDSCAPES["beale"].start
    assert_stands_as_lib_says(page, "beale", start, 0, RATES)
    press(page, "Step", times=3)
    assert_stands_as_lib_says(page, "beale", start, 3, RATES)
    steps = page.get_by_label("Steps")
    steps.focus()
    page.keyboard.press("ArrowRight")
    assert_stands_as_lib_says(page, "beale", start, 4, RATES)
    assert answer(page, "Step 4").startswith("Step 4 on the valley of Beale's function, from (1, 1.5). On the way: mom")
    press(page, "Reset")
    assert_stands_as_lib_says(page, "beale", start, 0, RATES)


def wait_for_start(page, expected):
    """Wait until the racers start near this place."""
    deadline = time.monotonic() + 5
    while not np.allclose(start_of(page), expected, atol=0.02):
        assert time.monotonic() < deadline, start_of(page)
        page.wait_for_timeout(50)


def test_a_click_and_a_drag_move_the_start(race, open_demo):
    page = open_demo(race, link="#race=step:20")
    click_on_map(page, 0.5, 0.25, page.mouse.click)
    wait_for_start(page, [1.85, 0.925])
    assert_stands_as_lib_says(page, "beale", start_of(page), 20, RATES)
    click_on_map(page, 0.5, 0.25, page.mouse.move)
    page.mouse.down()
    click_on_map(page, 0.9, 0.5, page.mouse.move)
    wait_for_start(page, [3.73, -0.25])
    page.mouse.up()
    click_on_map(page, 0.2, 0.2, page.mouse.move)
    wait_for_start(page, [3.73, -0.25])
    assert_stands_as_lib_says(page, "beale", start_of(page), 20, RATES)


def test_a_tap_moves_the_start_on_a_telephone(race, open_demo):
    page = open_demo(race, width=390, has_touch=True)
    click_on_map(page, 0.5, 0.25, page.touchscreen.tap)
    wait_for_start(page, [1.85, 0.925])


def test_the_start_is_set_by_keyboard(race, open_demo):
    page = open_demo(race, link="#race=step:20")
    first = page.get_by_label("first weight of the start")
    first.fill("0.000001")
    page.keyboard.press("Tab")
    assert page.get_by_label("second weight of the start").evaluate("(input) => input === document.activeElement")
    page.keyboard.press("ArrowDown")
    assert start_of(page) == [0.000001, 1.4]
    assert_stands_as_lib_says(page, "beale", [0.000001, 1.4], 20, RATES)
    first.fill("1000")
    page.keyboard.press("Tab")
    assert start_of(page) == [5, 1.4]
    first.fill("")
    page.keyboard.press("Tab")
    assert start_of(page) == [5, 1.4]


def test_racers_join_leave_and_change_their_rate_by_keyboard(race, open_demo):
    page = open_demo(race, link="#race=step:20")
    page.get_by_role("checkbox", name="Nesterov").focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name="momentum").focus()
    page.keyboard.press("Space")
    page.get_by_label("learning rate of Adam", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert_stands_as_lib_says(page, "beale", LANDSCAPES["beale"].start, 20, {"Nesterov": 0.003, "Adam": 0.15})
    assert page.get_by_label("learning rate of momentum").is_disabled()
    assert "not in the race" in page.get_by_role("group", name="momentum").inner_text()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_run_ends_when_all_have_arrived_and_tells_when(open_demo, motion):
    rates = {"momentum": 0.01, "Nesterov": 0.01}
    page = open_demo(OptimizerRace("ravine", rates), reduced_motion=motion)
    press(page, "Run")
    nesterov, momentum = (arrival("ravine", name, rates[name]) for name in ("Nesterov", "momentum"))
    told = answer(page, f"Arrived: Nesterov after {nesterov} steps, momentum after {momentum} steps.")
    assert int(re.match(r"Step (\d+) ", told)[1]) == pytest.approx(momentum + 49, abs=3)
    assert f"arrived after {momentum}" in page.get_by_role("group", name="momentum").inner_text()


def test_a_run_can_pause(race, open_demo):
    page = open_demo(race)
    steps = page.get_by_label("Steps")
    press(page, "Run")
    page.wait_for_function("(steps) => steps.value > 0", arg=steps.element_handle())
    press(page, "Pause")
    step = int(steps.input_value())
    assert 0 < step < 1000
    assert answer(page, f"Step {step} ")
    assert_stands_as_lib_says(page, "beale", LANDSCAPES["beale"].start, step, RATES)


def test_the_next_step_is_explained_with_the_numbers_of_lib(race, open_demo):
    page = open_demo(race, link="#race=step:7")
    page.get_by_label("The next step of").select_option("momentum")
    beale = LANDSCAPES["beale"]
    path = optimizers.descend(optimizers.momentum, beale.gradient, beale.start, 8, learning_rate=0.003)
    lines = page.locator(".race-arithmetic").inner_text().replace("−", "-").splitlines()
    assert lines[3] == "velocity = 0.9 · velocity - learning rate · gradient"
    assert lines[6] == "weight = weight + velocity"
    for line, before, gradient, after in zip(lines[7:], path[7], beale.gradient(path[7]), path[8], strict=True):
        filled_in, result = re.fullmatch(r"\w+ weight: (.+) = (.+)", line).groups()
        assert float(result) == pytest.approx(after, rel=1e-3)
        assert float(filled_in.split(" + ")[0].strip("()")) == pytest.approx(before, rel=1e-3)
        assert f"{gradient:.4g}" in page.locator(".race-arithmetic").inner_text().replace("−", "-")


def test_an_optimizer_that_has_diverged_says_so(open_demo):
    page = open_demo(OptimizerRace("beale", {"gradient descent": 10}, step=50))
    assert answer(page, "Step 50").endswith("Diverged: gradient descent.")
    assert page.get_by_text("gradient descent has diverged, and its weights are no numbers").is_visible()
    assert not page.locator(".race-arithmetic").is_visible()


def test_presets_come_with_their_sentences(race, open_demo):
    page = open_demo(race)
    choice = page.get_by_label("Try", exact=True)
    comments = set()
    for key in choice.locator("option").evaluate_all("(options) => options.map(({ value }) => value)"):
        choice.select_option(key)
        comments.add(page.locator(".demo-presets .demo-comment").inner_text())
    assert len(comments) == 6 and all(comment.startswith("Try this: ") for comment in comments)
    assert answer(page, "AdamW (loss").count("loss") == 8
    choice.select_option("saddle")
    assert page.get_by_text("To arrive means: the second weight is above 1 or below −1.").is_visible()
    choice.select_option("given")
    assert_stands_as_lib_says(page, "beale", LANDSCAPES["beale"].start, 0, RATES)


def test_the_address_leads_back_to_the_setting_and_may_change(race, open_demo):
    page = open_demo(race)
    assert "#" not in page.url
    page.get_by_label("Landscape", exact=True).select_option("turned-ravine")
    press(page, "Step", times=2)
    page.wait_for_url("**#race=*step:2*")
    page.reload()
    page.wait_for_selector(".demo")
    assert_stands_as_lib_says(page, "turned-ravine", LANDSCAPES["turned-ravine"].start, 2, RATES)
    page.evaluate("location.hash = '#race=landscape:saddle;racers:gradient-descent@0.01;step:5'")
    answer(page, "Step 5 on the saddle")
    assert_stands_as_lib_says(page, "saddle", LANDSCAPES["saddle"].start, 5, {"gradient descent": 0.01})


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("preset:moons", "one of given, along, across, saddle, cliff, common"),
        ("landscape:alps", "one of saddle, ravine, turned-ravine, beale"),
        ("racers:Adam@fast", "a number from 0.0001 to 10"),
        ("start:1", "2 to 2 values"),
        ("step:-1", "a whole number from 0 to 1000"),
    ],
)
def test_what_a_link_gets_wrong_is_ignored_with_a_sentence(race, open_demo, part, expected):
    page = open_demo(race, link=f"#race={part}")
    told = page.get_by_role("alert").inner_text()
    assert told == f"The link asks for “{part}”, which is ignored: expected {expected}."
    assert_stands_as_lib_says(page, "beale", LANDSCAPES["beale"].start, 0, RATES)


@pytest.mark.parametrize(
    ("theme", "width", "link"),
    [
        ("light", 1280, "#race=preset:saddle;step:40;explained:AdamW"),
        ("dark", 390, "#race=preset:common;step:200;explained:momentum"),
        ("light", 390, "#race=preset:across;step:1000;explained:Adam"),
        ("dark", 1280, "#race=step:x"),
    ],
)
def test_it_fits_the_page_and_is_accessible(race, open_demo, theme, width, link):
    page = open_demo(race, theme, link=link, width=width)
    assert len(demo_page.open_table(page, TABLE)) > 1
    assert demo_page.accessibility_problems(page) == []
    assert not demo_page.overflows(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_it_is_loaded(race, open_demo, width):
    page = open_demo(race, width=width)
    answer(page, "Step 0")
    demo_page.assert_stays_in_its_place(page)


def test_dragging_on_the_ravine_is_smooth(open_demo):
    """Eight optimizers, and a new start in each frame. A free machine draws 60 frames a second, a busy one fewer."""
    rates = dict.fromkeys(optimizers.OPTIMIZERS, 0.01)
    page = open_demo(OptimizerRace("turned-ravine", rates, step=100))
    click_on_map(page, 0.5, 0.5, page.mouse.move)
    page.mouse.down()
    before = start_of(page)
    page.evaluate(DRAG_FOR_FRAMES, 30)  # the first frames compile the code
    times = page.evaluate(DRAG_FOR_FRAMES, 90)
    page.mouse.up()
    assert start_of(page) != before
    assert np.median(np.diff(times)) < 100  # milliseconds


def test_in_a_notebook_the_module_stands_alone_and_leaves_the_address(race, open_demo):
    page = open_demo(race)
    page.evaluate(
        """async ({ module, state }) => {
          const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
          const { default: demo } = await import(url);
          const el = document.querySelector("main").appendChild(document.createElement("div"));
          demo.render({ model: { get: (name) => ({ state })[name] }, el });
        }""",
        {"module": race._esm, "state": race.state},
    )
    second = page.locator(".demo").nth(1)
    second.get_by_role("button", name="Step", exact=True).click()
    second.get_by_role("status").filter(has_text="Step 1 ").wait_for()
    assert "#" not in page.url
    assert answer(page.locator(".demo").first, "Step 0 ")


def test_without_javascript_the_paths_are_there(race, browser, tmp_path):
    page_path = demo_page.write_page(race, tmp_path)
    with demo_page.served(tmp_path) as address, demo_page.watched_page(browser, java_script_enabled=False) as page:
        page.goto(address + page_path.name)
        assert page.get_by_text("move the start").is_visible()
        assert page.get_by_role("img", name="Paths of the optimizers").locator("polyline").count() == len(RATES)


def test_the_picture_ends_where_the_paths_end():
    picture = OptimizerRace("ravine", {"Nesterov": 0.01}, step=3).picture()
    ravine = LANDSCAPES["ravine"]
    path = optimizers.descend(optimizers.nesterov, ravine.gradient, ravine.start, 3, learning_rate=0.01)
    shown = np.array([corner.split(",") for corner in re.search(r'points="([^"]+)"', picture)[1].split()], float)
    scale = np.ptp(shown[:, 1]) / np.ptp(path[:, 1])
    np.testing.assert_allclose(shown - shown[0], (path - path[0]) * [scale, -scale], atol=1.5)


def test_a_path_that_diverges_has_a_picture():
    assert "nan" not in OptimizerRace("beale", {"gradient descent": 10.0}).picture()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"landscape": "alps"}, "landscape is 'alps', expected one of saddle"),
        ({"learning_rates": {}}, "expected at least one"),
        ({"learning_rates": {"Bolt": 1.0}}, "optimizer is 'Bolt', expected one of gradient descent"),
        ({"learning_rates": {"Adam": 0}}, "learning rate of Adam is 0, expected a number from 0.0001 to 10"),
        ({"learning_rates": {"Adam": float("nan")}}, "learning rate of Adam is nan"),
        ({"start": (1, 2, 3)}, "start is .*, expected two numbers"),
        ({"start": (1, float("inf"))}, "start is .*, expected two numbers"),
        ({"step": 1001}, "step is 1001, expected a whole number"),
        ({"step": True}, "step is True, expected a whole number"),
    ],
)
def test_what_is_not_in_the_race_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        OptimizerRace(**{"landscape": "beale", "learning_rates": RATES, **arguments})
