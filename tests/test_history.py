"""The small runs of chapter 1: threshold nets, the group method of data handling, the growth of networks."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import figures_history, gmdh, growth, threshold_nets, timeline
from tools import notebooks

Unit = threshold_nets.Unit


def chapter_code(start):
    (path,) = notebooks.find(["01"])
    (source,) = [cell.source for cell in notebooks.code_cells(notebooks.read(path)) if cell.source.startswith(start)]
    return source


@pytest.mark.parametrize(
    ("unit", "answers"),
    [
        (Unit(("a", "b"), threshold=2), [0, 0, 0, 1]),
        (Unit(("a", "b")), [0, 1, 1, 1]),
        (Unit(("a",), inhibitors=("b",)), [0, 0, 1, 0]),
        (Unit(("a", "a"), threshold=2), [0, 0, 1, 1]),
    ],
    ids=["and", "or", "a without b", "two endings of one axon"],
)
def test_a_unit_answers_one_step_later(unit, answers):
    for (first, second), answer in zip(itertools.product((0, 1), repeat=2), answers, strict=True):
        activity = threshold_nets.simulate({"unit": unit}, {"a": [first, 0], "b": [second, 0]})
        assert activity["unit"].tolist() == [0, answer]


def test_two_layers_with_vetoes_compute_xor_two_steps_later():
    net = {"left": Unit(("a",), ("b",)), "right": Unit(("b",), ("a",)), "xor": Unit(("left", "right"))}
    first, second = [0, 0, 1, 1, 0, 0], [0, 1, 0, 1, 0, 0]
    assert threshold_nets.simulate(net, {"a": first, "b": second})["xor"].tolist() == [0, 0, 0, 1, 1, 0]


def test_a_loop_remembers_and_an_inhibitor_makes_it_forget():
    net = {"memory": Unit(("set", "memory"), ("reset",))}
    activity = threshold_nets.simulate(net, {"set": [0, 1, 0, 0, 0, 0], "reset": [0, 0, 0, 1, 0, 0]})
    assert activity["memory"].tolist() == [0, 0, 1, 1, 0, 0]


@given(st.lists(st.integers(0, 1), min_size=1, max_size=20), st.integers(1, 5))
@settings(deadline=None, max_examples=30)
def test_a_chain_of_units_delays_by_its_length(signal, length):
    net = {f"unit {number}": Unit((f"unit {number - 1}" if number else "input",)) for number in range(length)}
    last = threshold_nets.simulate(net, {"input": signal})[f"unit {length - 1}"]
    assert last.tolist() == ([0] * length + signal)[: len(signal)]


@pytest.mark.parametrize(
    ("net", "inputs", "problem"),
    [
        ({}, {"a": [0, 1], "b": [0]}, r"the inputs have \[1, 2\] steps"),
        ({}, {"a": [0, 2]}, "input 'a'"),
        ({}, {"a": [[0, 1]]}, r"shape \(1, 2\)"),
        ({}, {"a": []}, "at least one step"),
        ({"a": Unit(("a",))}, {"a": [0]}, "a: names of an input and of a unit"),
        ({"unit": Unit(("b",), ("c",))}, {"a": [0]}, "'unit' listens to b, c"),
    ],
)
def test_wrong_nets_and_inputs_are_named(net, inputs, problem):
    with pytest.raises(ValueError, match=problem):
        threshold_nets.simulate(net, inputs)


def test_the_skin_of_the_chapter_is_its_net():
    names = {"np": np, "fires": None}
    exec(chapter_code("def fires"), names)
    net = {"threshold_nets": threshold_nets, "itertools": itertools}
    exec(chapter_code("unit = threshold_nets.Unit"), net)
    for cold in itertools.product((0, 1), repeat=6):
        heat_felt, cold_felt = names["skin"]([0] * 6, cold)
        activity = threshold_nets.simulate(net["skin_net"], {"touch of heat": [0] * 6, "touch of cold": cold})
        assert activity["heat"].tolist() == heat_felt.tolist()
        assert activity["cold"].tolist() == cold_felt.tolist()


def some_points(num_points, inputs, seed):
    return np.random.default_rng(seed).uniform(-1, 1, (num_points, inputs))


@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6), st.integers(0, 5))
@settings(deadline=None, max_examples=20)
def test_a_quadratic_of_two_inputs_is_found_in_one_layer(coefficients, seed):
    points = some_points(40, 2, seed)
    targets = gmdh.quadratic_terms(*points.T) @ coefficients
    network = gmdh.grow(points[:20], targets[:20], points[20:], targets[20:], max_layers=1)
    np.testing.assert_allclose(network.layers[0][0].coefficients, coefficients, atol=1e-8)
    new = some_points(10, 2, seed + 100)
    np.testing.assert_allclose(gmdh.predict(network, new), gmdh.quadratic_terms(*new.T) @ coefficients, atol=1e-7)


@pytest.mark.parametrize("carry_inputs", [True, False])
def test_a_product_of_two_sums_takes_two_layers_on_a_full_grid(carry_inputs):
    grid = np.array(list(itertools.product((0.0, 1.0, 2.0), repeat=4)))
    targets = (grid[:, 0] + grid[:, 1]) * (grid[:, 2] + grid[:, 3])
    network = gmdh.grow(grid, targets, grid, targets, width=6, carry_inputs=carry_inputs, max_layers=2)
    assert network.errors[0] > 1
    assert network.errors[1] == pytest.approx(0, abs=1e-9)
    assert network.used_inputs == [0, 1, 2, 3]
    new = np.random.default_rng(0).uniform(0, 2, (20, 4))
    expected = (new[:, 0] + new[:, 1]) * (new[:, 2] + new[:, 3])
    np.testing.assert_allclose(gmdh.predict(network, new), expected, atol=1e-8)


def test_growth_stops_when_a_layer_brings_no_gain():
    points = some_points(60, 3, seed=0)
    targets = points[:, 0] * points[:, 1] + np.random.default_rng(1).normal(0, 0.5, 60)
    network = gmdh.grow(points[:30], targets[:30], points[30:], targets[30:], min_gain=0.05)
    gains = 1 - np.array(network.errors[1:]) / network.errors[:-1]
    assert (gains[: network.depth - 1] >= 0.05).all()
    assert len(network.errors) == network.depth + 1
    assert gains[-1] < 0.05


def test_the_error_is_that_of_the_best_unit_on_the_validation_points():
    points = some_points(80, 4, seed=2)
    targets = np.sin(3 * points[:, 0]) + points[:, 1] * points[:, 2]
    network = gmdh.grow(points[:40], targets[:40], points[40:], targets[40:], min_gain=None, max_layers=3)
    assert network.depth == 3
    for depth, error in enumerate(network.errors, start=1):
        answers = gmdh.predict(network, points[40:], depth)
        assert np.sqrt(np.mean((answers - targets[40:]) ** 2)) == pytest.approx(error)
    for units in network.layers:
        assert [unit.error for unit in units] == sorted(unit.error for unit in units)


def test_one_input_makes_a_parabola_first():
    inputs = np.linspace(-1, 1, 41)[:, None]
    targets = np.exp(inputs[:, 0])
    network = gmdh.grow(inputs[::2], targets[::2], inputs[1::2], targets[1::2])
    parabola = np.polyval(np.polyfit(inputs[::2, 0], targets[::2], 2), inputs[:, 0])
    np.testing.assert_allclose(gmdh.predict(network, inputs, depth=1), parabola, atol=1e-9)
    assert network.depth > 1
    assert network.used_inputs == [0]


def test_a_layer_of_the_chapter_is_a_layer_of_lib():
    names = {"np": np, "itertools": itertools}
    exec(chapter_code("def quadratic_terms"), names)
    points = some_points(60, 5, seed=3)
    targets = points[:, 0] * points[:, 1] - points[:, 2]
    halves = points[:30], targets[:30], points[30:], targets[30:]
    network = gmdh.grow(*halves, width=4, carry_inputs=False, min_gain=None, max_layers=2)
    errors, train, validation = names["grow_layer"](*halves, width=4)
    np.testing.assert_allclose(errors, [unit.error for unit in network.layers[0]])
    errors, _, _ = names["grow_layer"](train, targets[:30], validation, targets[30:], width=4)
    np.testing.assert_allclose(errors, [unit.error for unit in network.layers[1]])


POINTS, TARGETS = some_points(10, 2, seed=0), np.arange(10.0)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((POINTS[:5], TARGETS[:5], POINTS, TARGETS), r"training inputs have shape \(5, 2\)"),
        ((POINTS, TARGETS[:9], POINTS, TARGETS), r"targets \(9,\)"),
        ((POINTS[:, 0], TARGETS, POINTS, TARGETS), r"training inputs have shape \(10,\)"),
        ((POINTS, TARGETS, POINTS[:0], TARGETS[:0]), r"validation inputs have shape \(0, 2\)"),
        ((POINTS, TARGETS, POINTS[:, :1], TARGETS), "x_train has 2 inputs and x_validation 1"),
        ((POINTS, TARGETS * np.nan, POINTS, TARGETS), "training data hold NaN"),
        ((POINTS, TARGETS, POINTS, TARGETS, 0), "width is 0"),
    ],
)
def test_wrong_points_are_named(arguments, problem):
    with pytest.raises(ValueError, match=problem):
        gmdh.grow(*arguments)


def test_predicting_with_wrong_shapes_or_depths_is_named():
    network = gmdh.grow(POINTS, TARGETS, POINTS, TARGETS, max_layers=1)
    with pytest.raises(ValueError, match=r"shape \(10,\)"):
        gmdh.predict(network, TARGETS)
    with pytest.raises(ValueError, match="depth is 2, expected .* 1 to 1"):
        gmdh.predict(network, POINTS, depth=2)


def test_the_backward_sweep_of_the_chapter_agrees_with_finite_differences():
    names = {"np": np}
    exec(chapter_code("STAGES, DURATION"), names)
    exec(chapter_code("def gradient"), names)
    angles = np.random.default_rng(0).uniform(-1, 1, names["STAGES"])
    for stage in (0, 17, 39):
        shift = np.zeros(40)
        shift[stage] = 1e-6
        up, down = (names["cost"](names["fly"](angles + sign * shift)) for sign in (1, -1))
        assert names["gradient"](angles)[stage] == pytest.approx((up - down) / 2e-6, abs=1e-6)


MODELS = growth.load()


def test_every_model_has_a_source_with_an_address():
    addresses = timeline.addresses()
    assert all(addresses[model["source"]].startswith("https://") for model in MODELS)
    assert len(MODELS) >= 15


def test_the_parameters_of_some_models_follow_from_their_layers():
    parameters = {model["name"]: model["parameters"] for model in MODELS}
    widths = (29 * 29, 2500, 2000, 1500, 1000, 500, 10)
    count = sum((before + 1) * after for before, after in itertools.pairwise(widths))
    assert parameters["plain network"] == pytest.approx(count, rel=1e-3)
    assert parameters["VGG16"] == pytest.approx(138_357_544, rel=5e-3)


@given(st.floats(3, 60), st.floats(10, 1e9), st.integers(3, 12))
@settings(deadline=None, max_examples=30)
def test_a_known_doubling_time_is_found(months, start, number):
    years = np.linspace(2000, 2010, number)
    values = start * 2 ** ((years - 2000) * 12 / months)
    assert growth.doubling_time(years, values) == pytest.approx(months)
    low, high = growth.bootstrap(years, values, draws=20)
    assert low == pytest.approx(months)
    assert high == pytest.approx(months)


def test_the_line_is_that_of_polyfit():
    years, values = growth.select(MODELS, 2012, 2023)
    np.testing.assert_allclose(growth.fit_line(years, values), np.polyfit(years, np.log2(values), 1), rtol=1e-6)


def test_the_bootstrap_is_as_wide_as_the_standard_error_says():
    years = np.linspace(2000, 2010, 60)
    values = 2 ** (years - 2000 + np.random.default_rng(0).normal(0, 1, 60))
    slopes = 12 / np.array(growth.bootstrap(years, values))
    standard_error = 1 / np.sqrt(np.sum((years - years.mean()) ** 2))
    assert slopes[0] - slopes[1] == pytest.approx(2 * 1.645 * standard_error, rel=0.2)
    assert slopes[1] < 1 < slopes[0]


def test_a_resampled_list_without_growth_has_an_infinite_doubling_time():
    assert growth.bootstrap([2000, 2001, 2002], [4, 2, 1]) == (np.inf, np.inf)


def test_select_takes_years_up_to_the_last_and_leaves_sparse_models_out():
    years, parameters = growth.select(MODELS, 2017, 2018)
    assert parameters.tolist() == [213_000_000]
    assert len(growth.select(MODELS, 2017, 2018, sparse=True)[0]) == 2
    assert years[0] == pytest.approx(2017 + 5.5 / 12)


@pytest.mark.parametrize(
    ("years", "values", "problem"),
    [
        ([2000], [1], "two different years"),
        ([2000, 2000], [1, 2], "two different years"),
        ([2000, 2001], [1], r"values \(1,\)"),
        ([2000, 2001], [1, 0], "positive"),
        ([2000, np.nan], [1, 2], "finite"),
        ([2000, 2001], [2, 1], "expected growth"),
    ],
)
def test_wrong_values_are_named(years, values, problem):
    with pytest.raises(ValueError, match=problem):
        growth.doubling_time(years, values)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"published": "2012"}, "'2012', expected a month"),
        ({"published": "2012-13"}, "expected a month"),
        ({"parameters": 0}, "has 0 parameters"),
        ({"size": 1}, "has the fields"),
        ({"published": "1980-01"}, "out of order"),
        ({"name": "NETtalk"}, "'NETtalk' is out of order or occurs twice"),
    ],
)
def test_a_wrong_model_is_named(tmp_path, changes, problem):
    model = {"name": "A", "published": "2012-12", "parameters": 1, "source": "a2012", "label": "A (2012)"}
    first = {**model, "name": "NETtalk", "published": "1987-02"}
    path = tmp_path / "growth.json"
    path.write_text(json.dumps([first, {**model, **changes}]))
    with pytest.raises(ValueError, match=f"the model '{changes.get('name', 'A')}'.*{problem}|{problem}"):
        growth.load(path)


def test_spread_keeps_the_gap_and_moves_nothing_that_has_room():
    places = np.array([0.0, 10.0, 10.0, 10.5, 30.0])
    moved = figures_history.spread(places, gap=2)
    assert np.diff(moved).min() >= 2 - 1e-9
    assert moved[[0, 4]].tolist() == [0, 30]
    assert moved[1:4].mean() == pytest.approx(places[1:4].mean())


def test_every_figure_can_be_drawn_and_its_axes_are_named(shown):
    line, grid = np.arange(4.0), np.linspace(0, 1, 4)
    figures_history.activity({"left": {"a": [0, 1], "b": [1, 0]}, "right": {"a": [1, 1], "b": [0, 0]}})
    figures_history.flight({"first": np.arange(5.0), "last": np.arange(5.0)}, {"first": line, "last": line}, grid)
    figures_history.curve_fits((grid, line), {"1 layer": (grid, line)}, (grid, line), {"error": [2, 1]}, chosen=2)
    figures_history.depth_counts({0.0: {2: 3}, 0.5: {1: 2, 3: 1}})
    figures_history.growth(MODELS, {"fit": ([2000, 2010], [1e6, 1e9])})
    assert len(shown) == 5
    for figure in shown:
        assert all(axis.get_xlabel() and (axis.get_ylabel() or axis.get_title()) for axis in figure.axes)
