import inspect
import io

import keras
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from lib import figures_optimizers, landscapes, optimizers
from tools import notebooks

BEALE = landscapes.beale(start=(1.0, 1.5))
SGD = keras.optimizers.SGD
TWINS = {
    "gradient_descent": [(SGD, {"learning_rate": 0.003}, {}), (SGD, {"learning_rate": 0.0005}, {})],
    "momentum": [
        (SGD, {"learning_rate": 0.003, "momentum": 0.9}, {}),
        (SGD, {"learning_rate": 0.005, "momentum": 0.5}, {}),
    ],
    "nesterov": [
        (SGD, {"learning_rate": 0.003, "momentum": 0.9}, {"nesterov": True}),
        (SGD, {"learning_rate": 0.005, "momentum": 0.5}, {"nesterov": True}),
    ],
    "adagrad": [
        (keras.optimizers.Adagrad, {}, {}),
        (keras.optimizers.Adagrad, {"learning_rate": 0.5, "initial_accumulator_value": 1.0, "epsilon": 0.01}, {}),
    ],
    "rmsprop": [
        (keras.optimizers.RMSprop, {}, {}),
        (keras.optimizers.RMSprop, {"learning_rate": 0.02, "rho": 0.5, "epsilon": 0.01}, {}),
    ],
    "adadelta": [
        (keras.optimizers.Adadelta, {}, {}),
        (keras.optimizers.Adadelta, {"learning_rate": 1.0, "rho": 0.5, "epsilon": 0.01}, {}),
    ],
    "adam": [
        (keras.optimizers.Adam, {}, {}),
        (keras.optimizers.Adam, {"learning_rate": 0.01, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.01}, {}),
    ],
    "adamw": [
        (keras.optimizers.AdamW, {}, {}),
        (keras.optimizers.AdamW, {"learning_rate": 0.01, "weight_decay": 0.5, "beta_2": 0.75}, {}),
    ],
}
CASES = [(name, *case) for name, cases in TWINS.items() for case in cases]


def build_small_network():
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")]
    )


@pytest.fixture(scope="module")
def problem():
    network = build_small_network()
    rng = np.random.default_rng(0)
    images, labels = rng.normal(size=(30, 4, 4, 1)).astype("float32"), rng.integers(0, 3, 30)
    return network, optimizers.loss_and_gradient_of(network), images, labels


@pytest.mark.parametrize(("name", "twin", "settings", "only_keras"), CASES)
def test_an_optimizer_equals_keras_after_each_of_100_steps(name, twin, settings, only_keras):
    ours = optimizers.descend(getattr(optimizers, name), BEALE.gradient, BEALE.start, 100, **settings)
    theirs = optimizers.keras_path(twin(**settings, **only_keras), BEALE.gradient, BEALE.start, 100)
    assert ours.shape == (101, 2)
    assert optimizers.relative_difference(ours, theirs) < 1e-5
    assert np.linalg.norm(ours[-1] - ours[0]) > 1e-5  # both moved at all


@pytest.mark.parametrize("name", TWINS)
def test_defaults_are_those_of_keras(name):
    twin = TWINS[name][0][0]
    keras_defaults = inspect.signature(twin.__init__).parameters
    ours = inspect.signature(getattr(optimizers, name)).parameters
    for setting in set(ours) & set(keras_defaults) - {"momentum", "settings"}:
        assert ours[setting].default == keras_defaults[setting].default, setting


def test_the_optimizers_of_chapter_04_are_those_of_lib():
    (path,) = notebooks.find(["04"])
    cells = [cell.source for cell in notebooks.code_cells(notebooks.read(path))]
    for name in TWINS:
        assert inspect.getsource(getattr(optimizers, name)).rstrip() in cells, name
    assert [function.__name__ for function in optimizers.OPTIMIZERS.values()] == [
        "gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw",
    ]  # fmt: skip


def test_every_optimizer_takes_at_most_ten_lines():
    for function in optimizers.OPTIMIZERS.values():
        assert len(inspect.getsource(function).rstrip().splitlines()) <= 10


@pytest.mark.parametrize("optimizer", optimizers.OPTIMIZERS.values(), ids=lambda function: function.__name__)
def test_many_learning_rates_at_once_are_the_same_as_one_by_one(optimizer):
    rates = np.array([0.0001, 0.001, 0.002])
    together = optimizers.descend(
        optimizer, BEALE.gradient, np.tile(BEALE.start, (3, 1)), 20, learning_rate=rates[:, None]
    )
    for number, rate in enumerate(rates):
        alone = optimizers.descend(optimizer, BEALE.gradient, BEALE.start, 20, learning_rate=rate)
        np.testing.assert_allclose(together[:, number], alone, rtol=1e-12)


def test_a_path_that_diverges_goes_on_without_a_warning():
    with np.errstate(all="raise", under="ignore"):
        path = optimizers.descend(optimizers.gradient_descent, BEALE.gradient, BEALE.start, 50, learning_rate=1.0)
    assert path.shape == (51, 2)
    assert not np.isfinite(path[-1]).any()


@pytest.mark.parametrize("learning_rate", [0, -0.1, np.nan, np.inf, np.array([0.1, 0.0])], ids=str)
def test_a_learning_rate_that_is_not_positive_is_named(learning_rate):
    with pytest.raises(ValueError, match=r"the learning rate is .* expected a positive number"):
        optimizers.descend(optimizers.adam, BEALE.gradient, BEALE.start, 10, learning_rate=learning_rate)


@pytest.mark.parametrize("start", [1.0, [], [1.0, np.nan], [np.inf, 0.0]], ids=str)
def test_a_start_that_makes_no_sense_is_named(start):
    with pytest.raises(ValueError, match="the start is"):
        optimizers.descend(optimizers.adam, lambda weights: weights, start, 10)


@pytest.mark.parametrize("num_steps", [0, -1, 2.5, True], ids=str)
def test_a_number_of_steps_that_makes_no_sense_is_named(num_steps):
    with pytest.raises(ValueError, match="the number of steps is"):
        optimizers.descend(optimizers.adam, BEALE.gradient, BEALE.start, num_steps)


def test_a_start_of_the_wrong_shape_is_named():
    with pytest.raises(ValueError, match="points have the shape"):
        optimizers.descend(optimizers.adam, BEALE.gradient, [1.0, 2.0, 3.0], 10)
    with pytest.raises(ValueError, match="the gradient has the shape"):
        optimizers.descend(optimizers.adam, lambda weights: weights[:1], [1.0, 2.0], 10)


@pytest.mark.parametrize(
    ("losses", "steps"),
    [
        ([3, 2, 1, 0.5, 0.5], 2),
        ([3, 1, 2, 0.5, 0.5], 3),  # a visit does not count
        ([0.5, 0.5, 3], 0),
        ([3, 2, 0.5], np.inf),  # nor does a visit at the end
        ([3, 0.5, np.nan], np.inf),
        ([3, 0.5, np.inf], np.inf),
    ],
)
def test_the_steps_to_a_target_count_to_where_the_loss_stays_for_a_while(losses, steps):
    assert optimizers.steps_to_target(losses, 1, hold=2) == steps


def test_the_steps_to_a_target_of_several_runs():
    losses = np.array([[3, 3], [0.5, 2], [0.5, 0.5], [0.5, 0.5]])
    np.testing.assert_array_equal(optimizers.steps_to_target(losses, 1, hold=2), [1, 2])


@pytest.mark.parametrize(("losses", "target"), [(np.ones(49), 1), (2.0, 1), (np.ones(60), np.nan)])
def test_steps_to_a_target_refuse_nonsense(losses, target):
    with pytest.raises(ValueError, match="expected"):
        optimizers.steps_to_target(losses, target)


def test_the_relative_difference_is_the_largest_of_all_steps():
    other = np.array([[3.0, 4.0], [6.0, 8.0]])
    assert optimizers.relative_difference(other + [[0, 0], [1, 0]], other) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="expected the same"):
        optimizers.relative_difference(other, other[:1])


def test_weights_survive_the_way_into_a_row_and_back(problem):
    network = problem[0]
    row = optimizers.flatten(network.get_weights())
    assert row.shape == (network.count_params(),)
    for before, after in zip(network.get_weights(), optimizers.unflatten(row, network), strict=True):
        np.testing.assert_array_equal(before, after)
    with pytest.raises(ValueError, match="the row has the shape"):
        optimizers.unflatten(row[:-1], network)


def test_the_gradient_of_a_network_equals_finite_differences(problem):
    network, loss_and_gradient, images, labels = problem
    start = optimizers.flatten(network.get_weights())
    _, gradient = loss_and_gradient(start, images, labels)
    direction = np.random.default_rng(1).normal(size=start.shape)
    higher, lower = (loss_and_gradient(start + sign * 1e-2 * direction, images, labels)[0] for sign in (1, -1))
    assert gradient @ direction == pytest.approx((higher - lower) / 2e-2, rel=1e-2)


def test_a_network_with_frozen_weights_is_refused():
    network = build_small_network()
    network.layers[-1].trainable = False
    with pytest.raises(ValueError, match="not trainable"):
        optimizers.loss_and_gradient_of(network)


@pytest.mark.parametrize(("name", "twin"), [("adam", keras.optimizers.Adam), ("momentum", None)])
def test_training_equals_fit(problem, name, twin):
    network, loss_and_gradient, images, labels = problem
    start = optimizers.flatten(network.get_weights())
    final, losses = optimizers.train(
        getattr(optimizers, name),
        loss_and_gradient,
        start,
        images,
        labels,
        3,
        seed=0,
        batch_size=30,
        learning_rate=0.01,
    )
    other = build_small_network()
    other.compile(twin(0.01) if twin else SGD(0.01, momentum=0.9), "sparse_categorical_crossentropy")
    history = other.fit(images, labels, epochs=3, batch_size=30, verbose=0)
    np.testing.assert_allclose(losses, history.history["loss"], rtol=1e-5)
    np.testing.assert_allclose(final, optimizers.flatten(other.get_weights()), atol=1e-5)


def test_training_repeats_with_its_seed_and_changes_with_another(problem):
    network, loss_and_gradient, images, labels = problem
    start = optimizers.flatten(network.get_weights())
    first, again, other = (
        optimizers.train(optimizers.adam, loss_and_gradient, start, images, labels, 2, seed, batch_size=8)
        for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


def test_training_that_diverges_ends_with_infinite_losses(problem):
    network, _, images, labels = problem
    losses = iter([2.0, 3.0, np.nan])

    def loss_and_gradient(weights, images, labels):
        return next(losses), np.zeros_like(weights)

    start = optimizers.flatten(network.get_weights())
    _, curve = optimizers.train(
        optimizers.gradient_descent, loss_and_gradient, start, images, labels, 5, seed=0, batch_size=30
    )
    np.testing.assert_array_equal(curve, [2, 3, np.inf, np.inf, np.inf])


@pytest.mark.parametrize(
    ("epochs", "learning_rate", "start"), [(0, 0.1, [1.0]), (1, -0.1, [1.0]), (1, 0.1, [np.nan])], ids=str
)
def test_training_refuses_nonsense(epochs, learning_rate, start):
    with pytest.raises(ValueError, match="expected"):
        optimizers.train(
            optimizers.adam, None, start, np.zeros(1), np.zeros(1), epochs, seed=0, learning_rate=learning_rate
        )


@pytest.fixture
def shown(monkeypatch):
    plt.switch_backend("Agg")
    drawn = []
    monkeypatch.setattr(plt, "show", lambda: (plt.gcf().canvas.draw(), drawn.append(plt.gcf())))
    yield drawn
    plt.close("all")


@pytest.fixture(scope="module")
def scenes():
    pairs = [(BEALE, (-0.5, 4, -2.6, 2)), (landscapes.saddle(), (-1.2, 1.2, -1.2, 1.2))]
    return [
        (
            landscape,
            {
                name: optimizers.descend(optimizer, landscape.gradient, landscape.start, 100, learning_rate=0.05)
                for name, optimizer in list(optimizers.OPTIMIZERS.items())[:7]
            },
            frame,
        )
        for landscape, frame in pairs
    ]


def test_paths_side_by_side_show_each_path(shown):
    path = optimizers.descend(optimizers.momentum, BEALE.gradient, BEALE.start, 5, learning_rate=0.001)
    figures_optimizers.paths_side_by_side(BEALE, {"one": path, "two": path[:3]}, (-1, 4, -2, 2))
    (figure,) = shown
    assert [axis.get_title() for axis in figure.axes] == ["one", "two"]
    assert [len(axis.get_lines()[-1].get_xdata()) for axis in figure.axes] == [6, 3]


def test_paths_and_losses_survive_paths_that_diverge(shown, scenes):
    assert not np.isfinite(scenes[0][1]["gradient descent"]).all()
    figures_optimizers.paths_and_losses(scenes)
    (figure,) = shown
    assert [axis.get_title() for axis in figure.axes] == ["Beale's function", "saddle", "", ""]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == list(scenes[0][1])


def test_the_animation_is_a_small_gif_that_moves(scenes):
    content = figures_optimizers.animate_paths(scenes, num_pictures=3)
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.n_frames, picture.info["loop"]) == ("GIF", 3, 0)
    assert len(content) < 400_000
    first = np.asarray(picture.convert("RGB"))
    picture.seek(2)
    assert (first != np.asarray(picture.convert("RGB"))).any()


def test_steps_by_distance_show_a_line_for_each_optimizer(shown):
    figures_optimizers.steps_by_distance([0.1, 0.01], {"first": [1, 2], "second": [3, 4]})
    (axis,) = shown[0].axes
    assert [list(line.get_ydata()) for line in axis.get_lines()] == [[1, 2], [3, 4]]
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["first", "second"]


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("defaults", [None, {"first": 0.1, "second": 1.0}])
def test_rate_maps_mark_the_best_rate_and_leave_failures_white(shown, logarithmic, defaults):
    rows = {"first": np.array([np.inf, 2.0, 5.0]), "second": np.full(3, np.inf)}
    figures_optimizers.rate_maps([0.1, 1.0, 10.0], {"map": rows}, "steps", 10, logarithmic, defaults)
    axis = shown[0].axes[0]
    assert axis.get_title() == "map"
    assert [text.get_text() for text in axis.get_yticklabels()] == ["first", "second"]
    assert axis.images[0].get_array().mask.tolist() == [[True, False, False], [True] * 3]
    marks = [(line.get_marker(), line.get_xdata()[0], line.get_ydata()[0]) for line in axis.get_lines()]
    assert ("*", 1, 0) in marks
    assert len(marks) == (3 if defaults else 1)


def test_a_race_has_a_panel_for_each_optimizer(shown):
    losses = {f"optimizer {number}": np.random.default_rng(number).random((3, 4)) for number in range(6)}
    figures_optimizers.race(losses)
    axes = shown[0].axes
    assert [axis.get_title() for axis in axes] == [*losses, "", ""]
    for axis, values in zip(axes, losses.values(), strict=False):
        np.testing.assert_allclose(axis.get_lines()[-1].get_ydata(), values.mean(axis=0))
        assert len(axis.get_lines()) == 7
