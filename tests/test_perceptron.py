import itertools

import numpy as np
import pytest
from chapter_code import definitions

from lib import figures_perceptron, perceptron

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = CORNERS[:, 0] ^ CORNERS[:, 1]
SEPARABLE = [
    function for function in itertools.product((0, 1), repeat=4) if function not in [(0, 1, 1, 0), (1, 0, 0, 1)]
]


@pytest.mark.parametrize(
    ("weights", "bias", "answers"),
    [([1, 1], -2, [0, 0, 0, 1]), ([1, 1], -1, [0, 1, 1, 1]), ([-1, 0], 0, [1, 1, 0, 0])],
    ids=["AND", "OR", "NOT the first"],
)
def test_a_threshold_unit_computes_a_truth_table(weights, bias, answers):
    assert perceptron.threshold_unit(CORNERS, weights, bias).tolist() == answers


def test_a_threshold_unit_takes_one_point_or_many_units():
    assert perceptron.threshold_unit([1, 1], [1, 1], -2) == 1
    units = perceptron.threshold_unit(CORNERS, [[1, -1], [1, -1]], [-1, 1])
    assert units.tolist() == [[0, 1], [1, 1], [1, 1], [1, 0]]


@pytest.mark.parametrize("labels", SEPARABLE)
def test_the_rule_learns_every_function_of_two_inputs_that_a_line_separates(labels):
    training = perceptron.train_perceptron(CORNERS, labels)
    assert training.converged
    assert perceptron.threshold_unit(CORNERS, training.weights, training.bias).tolist() == list(labels)
    assert sum(training.mistakes) <= perceptron.mistake_bound(CORNERS, labels)


@pytest.mark.parametrize("labels", [XOR, 1 - XOR], ids=["XOR", "not XOR"])
def test_the_rule_never_learns_xor(labels):
    training = perceptron.train_perceptron(CORNERS, labels, epochs=200)
    assert not training.converged
    assert min(training.mistakes) > 0
    assert perceptron.margin(CORNERS, labels) == 0
    assert perceptron.mistake_bound(CORNERS, labels) == np.inf


@pytest.mark.parametrize("features", [1, 2, 5, 10])
@pytest.mark.parametrize("gap", [0.05, 0.3])
def test_the_rule_stops_within_the_bound(features, gap):
    for seed in range(5):
        points, labels = perceptron.separable_points(30, features, gap, seed)
        training = perceptron.train_perceptron(points, labels, epochs=2000)
        assert training.converged
        assert sum(training.mistakes) <= perceptron.mistake_bound(points, labels)
        assert (perceptron.threshold_unit(points, training.weights, training.bias) == labels).all()


def test_the_path_starts_at_zero_and_has_a_step_for_each_mistake():
    points, labels = perceptron.separable_points(30, 2, 0.1, seed=0)
    training = perceptron.train_perceptron(points, labels)
    assert training.path.shape == (sum(training.mistakes) + 1, 3)
    assert not training.path[0].any()
    np.testing.assert_array_equal(training.path[-1], [*training.weights, training.bias])


def test_the_margin_is_the_distance_of_the_nearest_point_to_the_best_plane():
    assert perceptron.margin([[-1.0], [1.0]], [0, 1]) == pytest.approx(1)
    # Turned to one side the two points are (0, -1) and (2, 1); the segment between them is nearest at (1/2, -1/2).
    assert perceptron.margin([[0.0], [2.0]], [0, 1]) == pytest.approx(np.sqrt(0.5))
    assert perceptron.margin(3 * CORNERS, [0, 0, 0, 1]) > perceptron.margin(CORNERS, [0, 0, 0, 1]) > 0


def test_no_plane_found_at_random_beats_the_margin():
    points, labels = perceptron.separable_points(20, 3, 0.2, seed=0)
    best = perceptron.margin(points, labels)
    normals = np.random.default_rng(0).normal(size=(20_000, 4))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    signed = np.column_stack([points, np.ones(20)]) * np.where(labels, 1, -1)[:, None]
    assert best >= 0.2 - 0.01  # the drawn plane is one candidate; rounding moves points a little
    assert (signed @ normals.T).min(axis=0).max() <= best + 1e-9


@pytest.mark.parametrize(
    ("inputs", "labels", "message"),
    [
        (CORNERS, [0, 1, 1], r"\(4, 2\) and labels \(3,\)"),
        (CORNERS[:, 0], XOR, r"\(4,\) and labels \(4,\)"),
        (CORNERS, XOR[:, None], r"labels \(4, 1\)"),
        (np.zeros((0, 2)), [], r"\(0, 2\)"),
        (CORNERS, [0, 1, 2, 1], "only 0 and 1"),
        (CORNERS, [-1, 1, -1, 1], "only 0 and 1"),
        ([[0, np.nan], [1, 1]], [0, 1], "NaN"),
        ([[0, np.inf], [1, 1]], [0, 1], "NaN or infinity"),
    ],
)
@pytest.mark.parametrize("function", [perceptron.train_perceptron, perceptron.margin, perceptron.fit_logistic])
def test_data_that_cannot_be_trained_on_is_refused(function, inputs, labels, message):
    with pytest.raises(ValueError, match=message):
        function(inputs, labels)


@pytest.mark.parametrize(
    ("inputs", "weights", "bias"),
    [(CORNERS, [1, 1, 1], 0), (CORNERS, 1.0, 0), (CORNERS, [1, np.nan], 0), (CORNERS, [1, 1], np.inf), (1.0, [1], 0)],
)
def test_a_threshold_unit_refuses_what_does_not_fit(inputs, weights, bias):
    with pytest.raises(ValueError, match="expected"):
        perceptron.threshold_unit(inputs, weights, bias)


def test_epochs_must_be_positive():
    with pytest.raises(ValueError, match="epochs is 0"):
        perceptron.train_perceptron(CORNERS, XOR, epochs=0)


def test_the_sigmoid_has_no_overflow():
    with np.errstate(all="raise", under="ignore"):
        assert perceptron.sigmoid([-1000.0, 0.0, 1000.0]).tolist() == [0.0, 0.5, 1.0]
    sums = np.linspace(-20, 20, 41)
    np.testing.assert_allclose(perceptron.sigmoid(sums), 1 / (1 + np.exp(-sums)))


def test_the_gradient_is_zero_where_newton_stops():
    points, labels = perceptron.two_clouds(200, 2.0, seed=0)
    fit = perceptron.fit_logistic(points, labels)
    residuals = labels - perceptron.sigmoid(points @ fit.weights + fit.bias)
    np.testing.assert_allclose(residuals @ np.column_stack([points, np.ones(200)]), 0, atol=1e-8)
    assert fit.standard_errors.shape == (3,)
    assert (fit.standard_errors > 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_newton_agrees_with_scikit_learn(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    points, labels = perceptron.two_clouds(200, 2.0, seed)
    fit = perceptron.fit_logistic(points, labels)
    other = linear_model.LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(points, labels)
    np.testing.assert_allclose(fit.weights, other.coef_[0], atol=1e-3)
    assert fit.bias == pytest.approx(other.intercept_[0], abs=1e-3)


def test_newton_refuses_classes_that_a_line_separates_and_columns_that_repeat():
    with pytest.raises(ValueError, match="separates the classes"):
        perceptron.fit_logistic(*perceptron.two_clouds(50, 12.0, seed=0))
    with pytest.raises(ValueError, match="separates the classes"):
        perceptron.fit_logistic(CORNERS, [1, 1, 1, 1])
    with pytest.raises(ValueError, match="determine each other"):
        perceptron.fit_logistic(CORNERS[:, [0, 0]], XOR)


@pytest.mark.parametrize(("sizes", "count"), [((2, 1), 3), ((2, 16, 1), 65), ((784, 300, 100, 10), 266_610)])
def test_parameters_are_counted(sizes, count):
    assert perceptron.count_parameters(sizes) == count
    assert sum(kernel.size + bias.size for kernel, bias in perceptron.init_layers(sizes, "relu", 0)) == count


def test_networks_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="at least two"):
        perceptron.count_parameters((3,))
    with pytest.raises(ValueError, match="at least two"):
        perceptron.init_layers((3,), "relu", 0)
    with pytest.raises(ValueError, match="sigmoid, relu, tanh"):
        perceptron.init_layers((3, 1), "softplus", 0)
    with pytest.raises(ValueError, match="first kernel"):
        perceptron.backpropagate(perceptron.init_layers((3, 1), "relu", 0), CORNERS, XOR, "relu")
    with pytest.raises(ValueError, match="the last"):
        perceptron.backpropagate(perceptron.init_layers((2, 2), "relu", 0), CORNERS, XOR, "relu")


@pytest.mark.parametrize("activation", perceptron.ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 4, 3, 1)])
def test_back_propagation_agrees_with_finite_differences(activation, sizes):
    points, labels = perceptron.two_clouds(10, 1.0, seed=0)
    layers = perceptron.init_layers(sizes, activation, seed=1)
    _, gradients = perceptron.backpropagate(layers, points, labels, activation)
    step = 1e-6
    for pair, slopes in zip(layers, gradients, strict=True):
        for array, slope in zip(pair, slopes, strict=True):
            assert array.shape == slope.shape
            for place in np.ndindex(array.shape):
                losses = []
                for sign in (1, -2):
                    array[place] += sign * step
                    losses.append(perceptron.backpropagate(layers, points, labels, activation)[0])
                array[place] += step
                assert slope[place] == pytest.approx((losses[0] - losses[1]) / (2 * step), abs=1e-7)


def test_drawn_data_has_the_promised_shapes_and_exact_values():
    for points, labels in (
        perceptron.two_clouds(30, 2.0, 0),
        perceptron.separable_points(30, 2, 0.1, 0),
        perceptron.noisy_xor(30, 0),
        perceptron.disc(30, 0),
        perceptron.moons(30, 0.1, 0),
    ):
        assert points.shape == (30, 2)
        assert set(labels) == {0, 1}
        np.testing.assert_array_equal(points * perceptron.GRID, np.round(points * perceptron.GRID))


def test_a_gap_must_leave_room():
    with pytest.raises(ValueError, match="gap is 2"):
        perceptron.separable_points(30, 2, 2, 0)


def test_letters_lie_in_the_field_and_move():
    images, labels = perceptron.draw_letters("LX", 200, shift=3, noise=0, seed=0)
    assert images.shape == (200, 20, 20)
    assert set(np.unique(images)) == {0, 1}
    ink = {label: set(images[labels == label].sum(axis=(1, 2))) for label in (0, 1)}
    assert all(len(amounts) == 1 for amounts in ink.values())  # moved, never cut
    assert len({image.tobytes() for image in images}) > 50
    with pytest.raises(ValueError, match="'LZ'"):
        perceptron.draw_letters("LZ", 1, 0, 0, 0)
    with pytest.raises(ValueError, match="shift 4"):
        perceptron.draw_letters("LX", 1, 4, 0, 0)


def test_noise_flips_about_its_share_of_the_photocells():
    clean, _ = perceptron.draw_letters("LX", 50, shift=0, noise=0.0, seed=0)
    noisy, _ = perceptron.draw_letters("LX", 50, shift=0, noise=0.1, seed=0)
    assert np.mean(clean != noisy) == pytest.approx(0.1, abs=0.01)


def test_bars_of_both_kinds_light_the_same_photocells_in_total():
    sums = [sum(perceptron.bar(vertical, start) for start in range(20)) for vertical in (0, 1)]
    np.testing.assert_array_equal(*sums)
    np.testing.assert_array_equal(perceptron.bar(1, 3), perceptron.bar(0, 3).T)
    images, labels = perceptron.draw_bars(40, noise=0, seed=0)
    assert (images[labels == 0].std(axis=2) == 0).all()
    assert (images[labels == 1].std(axis=1) == 0).all()


def test_the_chapter_defines_what_lib_has():
    chapter = definitions("03", np=np, print=lambda *_: None)
    points, labels = perceptron.two_clouds(60, 2.0, seed=1)

    training = perceptron.train_perceptron(points, labels, epochs=5)
    weights, bias, mistakes = chapter["train"](points, labels, epochs=5)
    np.testing.assert_array_equal(weights, training.weights)
    assert (bias, mistakes) == (training.bias, training.mistakes)
    np.testing.assert_array_equal(
        chapter["fires"](points, weights, bias), perceptron.threshold_unit(points, weights, bias)
    )

    fit = perceptron.fit_logistic(points, labels)
    newton, errors = chapter["fit_newton"](points, labels, steps=8)
    np.testing.assert_allclose(newton, [*fit.weights, fit.bias])
    np.testing.assert_allclose(errors, fit.standard_errors)

    assert chapter["count_parameters"]((5, 4, 3)) == perceptron.count_parameters((5, 4, 3))
    for activation in ("sigmoid", "relu"):
        layers = perceptron.init_layers((2, 3, 3, 1), activation, seed=0)
        loss, gradients = chapter["backpropagate"](layers, points, labels, activation)
        expected_loss, expected = perceptron.backpropagate(layers, points, labels, activation)
        assert loss == pytest.approx(expected_loss)
        for pair, other in zip(gradients, expected, strict=True):
            np.testing.assert_allclose(pair[0], other[0])
            np.testing.assert_allclose(pair[1], other[1])


def test_every_figure_is_drawn_and_shown_once(shown):
    points, labels = perceptron.separable_points(20, 2, 0.2, seed=0)
    training = perceptron.train_perceptron(points, labels)
    lengths = np.linalg.norm(training.path, axis=1)
    gates = {"AND": ([0, 0, 0, 1], [1, 1], -2), "XOR": (XOR, None, None), "always": ([1, 1, 1, 1], [0, 0], 0)}
    losses = {1: [0.7, 0.5], 2: [0.7, 0.1]}
    figures_perceptron.gates(gates)
    figures_perceptron.learning_path(points, labels, training.path)
    figures_perceptron.squeeze(0.2, lengths, 1.5, (1.5 / 0.2) ** 2)
    figures_perceptron.bounds([10.0, 200.0], [3, 4])
    figures_perceptron.fields(np.zeros((3, 20, 20)), "CEF", columns=2)
    figures_perceptron.mistake_curves({"one": [3, 1, 0], "other": [3, 3]})
    figures_perceptron.activations(np.arange(3), {"left": {"line": np.arange(3)}, "right": {"line": np.zeros(3)}})
    figures_perceptron.compare_lines(points, labels, {"first": ([1, 2], 0), "second": (np.array([0, 1]), 1)})
    figures_perceptron.surfaces({"XOR": (CORNERS, XOR, lambda places: (places[:, 0] > 0.5).astype(int))})
    figures_perceptron.parameter_growth((2, 4, 8), (1, 2), [[1, 2, 4], [2, 6, 20]])
    figures_perceptron.gradients_by_layer({"sigmoid": [[1e-9, 0.1]], "relu": [[0.1, 0.2]]})
    figures_perceptron.losses_by_depth({"sigmoid": losses, "relu": losses}, 0.65, "a constant answer")
    assert len(shown) == 12
    for figure in shown:
        assert all(axis.get_title() or axis.get_xlabel() or not axis.axison for axis in figure.axes)


def test_a_figure_of_lines_marks_where_the_sum_is_zero(shown):
    figures_perceptron.gates({"AND": ([0, 0, 0, 1], [1, 1], -1.5)})
    (line,) = shown[0].axes[0].get_lines()
    first, second = line.get_xy1(), line.get_xy2()
    assert sum(first) == pytest.approx(1.5)
    assert sum(second) == pytest.approx(1.5)
