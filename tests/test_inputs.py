import keras
import numpy as np
import pytest
import scipy.stats
from chapter_code import definitions
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import figures_inputs, inputs

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 5), st.integers(1, 3))


@settings(deadline=None, max_examples=40)
@given(shape=SHAPES, seed=st.integers(0, 99))
def test_a_permutation_moves_whole_pixels_and_can_be_undone(shape, seed):
    images = np.arange(np.prod(shape)).reshape(shape)
    order = np.random.default_rng(seed).permutation(shape[1] * shape[2])
    permuted = inputs.permute_pixels(images, order)
    assert permuted.shape == shape
    for place, source in enumerate(order):
        row, column = divmod(place, shape[2])
        source_row, source_column = divmod(int(source), shape[2])
        np.testing.assert_array_equal(permuted[:, row, column], images[:, source_row, source_column])
    np.testing.assert_array_equal(inputs.permute_pixels(permuted, np.argsort(order)), images)


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 1, 2, 2], [1, 2, 3, 4], [[0, 1], [2, 3]]])
def test_an_order_that_is_no_permutation_is_refused_with_the_shapes(order):
    with pytest.raises(ValueError, match=r"\(2, 2, 2, 3\), expected \(4,\)"):
        inputs.permute_pixels(np.zeros((2, 2, 2, 3)), order)


@pytest.mark.parametrize("shape", [(2, 2, 3), (0, 2, 2, 3), (2, 2, 2, 0)])
def test_images_without_four_full_axes_are_refused(shape):
    with pytest.raises(ValueError, match="expected \\(n, height, width, channels\\)"):
        inputs.permute_pixels(np.zeros(shape), np.arange(4))
    with pytest.raises(ValueError, match="expected \\(n, height, width, channels\\)"):
        inputs.neighbour_correlation(np.zeros(shape), 1)


def test_the_correlation_of_neighbours_is_pearsons():
    row = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    centred = row - row.mean()
    for distance in (1, 2, 3):
        expected = scipy.stats.pearsonr(centred[:-distance], centred[distance:]).statistic
        assert inputs.neighbour_correlation(row.reshape(1, 1, 5, 1), distance) == pytest.approx(expected)


def test_the_correlation_is_one_for_stripes_and_minus_one_for_their_shift():
    stripes = np.tile([0, 255], 4).reshape(1, 1, 8, 1)
    assert inputs.neighbour_correlation(stripes, 2) == pytest.approx(1)
    assert inputs.neighbour_correlation(stripes, 1) == pytest.approx(-1)


def test_a_bright_image_and_a_dark_one_are_not_alike_everywhere_because_of_that():
    noise = np.random.default_rng(0).normal(size=(2, 60, 60, 1))
    noise[0] += 100
    assert abs(inputs.neighbour_correlation(noise, 1)) < 0.05


def test_a_correlation_that_is_not_defined_is_refused():
    images = np.zeros((1, 2, 4, 1))
    with pytest.raises(ValueError, match=r"distance is 4 for images \(1, 2, 4, 1\), expected 1 to 3"):
        inputs.neighbour_correlation(images, 4)
    with pytest.raises(ValueError, match="some contrast"):
        inputs.neighbour_correlation(images, 1)
    images[0, 0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        inputs.neighbour_correlation(images, 1)


def test_a_restarted_network_trains_as_a_fresh_one_does():
    def build():
        return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(2, "softmax")])

    def losses(network):
        return network.fit(points, labels, epochs=3, batch_size=8, verbose=0).history["loss"]

    points = np.random.default_rng(0).normal(size=(40, 4))
    labels = (points[:, 0] * points[:, 1] > 0).astype(int)
    start = inputs.restartable(build, "sparse_categorical_crossentropy", learning_rate=0.02)
    first, other, again = (losses(start(seed)) for seed in (3, 4, 3))

    keras.utils.set_random_seed(3)
    fresh = build()
    fresh.compile(keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy")
    assert losses(fresh) == pytest.approx(first, abs=1e-5)
    assert again == pytest.approx(first, abs=1e-5)
    assert other != pytest.approx(first, abs=1e-3)


def test_the_chapter_defines_what_lib_has():
    names = definitions("05", "def permute_pixels", "def neighbour_correlation", np=np)
    images = np.random.default_rng(0).integers(256, size=(3, 6, 6, 3))
    order = np.random.default_rng(1).permutation(36)
    np.testing.assert_array_equal(names["permute_pixels"](images, order), inputs.permute_pixels(images, order))
    assert names["neighbour_correlation"](images, 2) == pytest.approx(inputs.neighbour_correlation(images, 2))


def test_every_figure_is_drawn_and_shown_once(shown):
    photo = np.random.default_rng(0).integers(256, size=(20, 30, 3))
    images = photo[None, :8, :8].repeat(2, axis=0)
    figures_inputs.patch(photo, top=2, left=5, size=4)
    figures_inputs.planes(photo)
    figures_inputs.image_rows({"original": images, "permuted": images}, ["cat", "dog"])
    figures_inputs.correlations((1, 2), {"original": [0.9, 0.8], "permuted": [0.0, 0.1]})
    figures_inputs.seed_dots({"dense": {"one": [0.4], "two": [0.5]}, "other": {"one": [0.1], "two": [0.2]}}, "x", 0.1)
    figures_inputs.reading({"active": {"first": (["the", "dog"], [0.5, 0.9]), "second": (["the", "boy"], [0.5, 0.1])}})
    figures_inputs.similarities(np.eye(3), ["cat", "dog", "boy"])
    assert len(shown) == 7
    for figure in shown:
        assert all(axis.get_title() or axis.get_xlabel() or axis.get_ylabel() or axis.images for axis in figure.axes)


def test_the_patch_shows_the_numbers_of_the_photo(shown):
    photo = np.arange(5 * 6 * 3).reshape(5, 6, 3)
    figures_inputs.patch(photo, top=1, left=2, size=2, channel=1)
    texts = {(text.get_position(), text.get_text()) for text in shown[0].axes[1].texts}
    assert texts == {((column, row), str(photo[row, column, 1])) for row in (1, 2) for column in (2, 3)}
