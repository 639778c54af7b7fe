import hypothesis
import hypothesis.strategies as st
import keras
import numpy as np
import pytest
import scipy.ndimage
import tensorflow as tf
from chapter_code import definitions

from lib import figures_pooling, pooling

IMAGE = np.array([[1, 3, 2, 0], [4, 2, 1, 5], [0, 1, 7, 2], [6, 2, 3, 8]])[None, :, :, None]
BOTH = [
    (pooling.max_pool, keras.layers.MaxPooling2D),
    (pooling.average_pool, keras.layers.AveragePooling2D),
]
many_shapes = hypothesis.settings(deadline=None, max_examples=60, derandomize=True, database=None)


@st.composite
def cases(draw):
    """Images of random normal numbers, and a window, stride and padding that fit them."""
    height, width = draw(st.integers(1, 13)), draw(st.integers(1, 13))
    padding = draw(st.sampled_from(pooling.PADDINGS))
    size = draw(st.integers(1, min(height, width, 5)))
    stride = draw(st.integers(1, 4))
    shape = (draw(st.integers(1, 3)), height, width, draw(st.integers(1, 3)))
    images = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=shape).astype(np.float32)
    return images, size, stride, padding


@pytest.mark.parametrize(("pool", "layer"), BOTH)
@many_shapes
@hypothesis.given(case=cases())
def test_pooling_equals_keras(pool, layer, case):
    images, size, stride, padding = case
    expected = np.asarray(layer(size, stride, padding)(images))
    pooled = pool(images, size, stride, padding)
    assert pooled.shape == expected.shape
    assert pooled.dtype == np.float32
    np.testing.assert_allclose(pooled, expected, atol=1e-6)


@pytest.mark.parametrize(("pool", "layer"), BOTH)
@pytest.mark.parametrize("padding", pooling.PADDINGS)
def test_rows_and_columns_may_differ(pool, layer, padding):
    images = np.random.default_rng(0).normal(size=(2, 9, 7, 3)).astype(np.float32)
    expected = layer((3, 2), (2, 3), padding)(images)
    np.testing.assert_allclose(pool(images, (3, 2), (2, 3), padding), expected, atol=1e-6)


@many_shapes
@hypothesis.given(case=cases())
def test_max_pooling_is_scipys_maximum_filter_with_places_left_out(case):
    images, size, stride, _ = case
    filtered = scipy.ndimage.maximum_filter(images, size=(1, size, size, 1), mode="constant", cval=-np.inf)
    first = size // 2  # SciPy's window lies around its pixel, ours begins there
    inside = filtered[:, first : first + images.shape[1] - size + 1, first : first + images.shape[2] - size + 1]
    np.testing.assert_array_equal(pooling.max_pool(images, size, stride), inside[:, ::stride, ::stride])


@many_shapes
@hypothesis.given(case=cases())
def test_average_pooling_is_the_mean_of_each_window(case):
    images, size, stride, _ = case
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    np.testing.assert_allclose(pooling.average_pool(images, size, stride), windows.mean(axis=(-2, -1)), atol=1e-6)


def test_an_example_by_hand():
    assert pooling.max_pool(IMAGE)[0, :, :, 0].tolist() == [[4, 5], [6, 8]]
    assert pooling.average_pool(IMAGE)[0, :, :, 0].tolist() == [[2.5, 2], [2.25, 5]]
    assert pooling.max_pool(IMAGE, size=3, stride=1)[0, :, :, 0].tolist() == [[7, 7], [7, 8]]


def test_what_lies_outside_never_wins_and_never_counts():
    negative = np.full((1, 3, 3, 1), -2.0)
    for pool in (pooling.max_pool, pooling.average_pool):
        np.testing.assert_array_equal(pool(negative, 2, 1, "same"), negative)


def test_numpys_whole_numbers_are_whole_numbers():
    np.testing.assert_array_equal(pooling.max_pool(IMAGE, np.int64(2), np.array([2, 2])), pooling.max_pool(IMAGE))


def test_a_window_of_one_pixel_changes_nothing():
    for pool in (pooling.max_pool, pooling.average_pool):
        np.testing.assert_array_equal(pool(IMAGE, size=1), IMAGE)


def tensorflow_gradient(images, upstream, size, stride, padding):
    images = tf.constant(images)
    with tf.GradientTape() as tape:
        tape.watch(images)
        pooled = tf.nn.max_pool2d(images, size, stride, padding.upper())
    return tape.gradient(pooled, images, output_gradients=tf.constant(upstream)).numpy()


@many_shapes
@hypothesis.given(case=cases())
def test_the_gradient_equals_tensorflows(case):
    images, size, stride, padding = case
    upstream = np.random.default_rng(0).normal(size=pooling.max_pool(images, *case[1:]).shape).astype(np.float32)
    gradient = pooling.max_pool_gradient(images, upstream, size, stride, padding)
    np.testing.assert_allclose(gradient, tensorflow_gradient(images, upstream, size, stride, padding), atol=1e-5)


@many_shapes
@hypothesis.given(case=cases())
def test_the_gradient_is_the_slope_of_the_output(case):
    images, size, stride, padding = case
    images = np.random.default_rng(1).permutation(images.size).reshape(images.shape).astype(float)  # no ties
    rng = np.random.default_rng(2)
    upstream = rng.normal(size=pooling.max_pool(images, size, stride, padding).shape)
    direction = rng.normal(size=images.shape)
    step = 1e-3 * direction  # far smaller than the distance of 1 between two values, so no winner changes
    before, after = (pooling.max_pool(moved, size, stride, padding) for moved in (images - step, images + step))
    slope = np.sum(direction * pooling.max_pool_gradient(images, upstream, size, stride, padding))
    np.testing.assert_allclose(np.sum(upstream * (after - before)) / 2e-3, slope, rtol=1e-6, atol=1e-6)


def test_of_equal_values_the_first_in_reading_order_gets_the_gradient():
    ties = np.array([[0, 5, 5], [5, 0, 5], [0, 0, 5]], np.float32)[None, :, :, None]
    upstream = np.arange(1, 5, dtype=np.float32).reshape(1, 2, 2, 1)
    gradient = pooling.max_pool_gradient(ties, upstream, size=2, stride=1)
    assert gradient[0, :, :, 0].tolist() == [[0, 3, 0], [3, 0, 4], [0, 0, 0]]
    np.testing.assert_array_equal(gradient, tensorflow_gradient(ties, upstream, 2, 1, "valid"))


def test_no_part_of_the_gradient_is_lost_where_all_values_are_equal():
    upstream = np.random.default_rng(0).normal(size=(2, 3, 3, 2))
    gradient = pooling.max_pool_gradient(np.zeros((2, 6, 6, 2)), upstream)
    np.testing.assert_array_equal(gradient[:, ::2, ::2], upstream)
    assert np.count_nonzero(gradient) == upstream.size


def test_arguments_stay_as_they_were():
    images = np.random.default_rng(0).normal(size=(1, 4, 4, 1))
    before = images.copy()
    pooled = pooling.max_pool(images, size=1)
    pooled[:] = 0
    pooling.max_pool(images, 2, 1)
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize("pool", [pooling.max_pool, pooling.average_pool])
@pytest.mark.parametrize(
    ("images", "arguments", "message"),
    [
        (np.zeros((4, 4)), {}, r"\(4, 4\), expected \(n, height, width, channels\)"),
        (np.zeros((0, 4, 4, 1)), {}, r"\(0, 4, 4, 1\)"),
        (np.zeros((1, 4, 0, 1)), {}, r"\(1, 4, 0, 1\)"),
        (np.full((1, 4, 4, 1), np.nan), {}, r"\(1, 4, 4, 1\) hold NaN"),
        (np.full((1, 4, 4, 1), np.inf), {}, "infinity"),
        (IMAGE, {"size": 5}, r"window \(5, 5\) is larger than images of shape \(1, 4, 4, 1\)"),
        (IMAGE, {"size": (2, 5)}, r"window \(2, 5\)"),
        (IMAGE, {"stride": 0}, "stride is 0, expected a whole number of at least 1"),
        (IMAGE, {"stride": (1, -1)}, "stride is"),
        (IMAGE, {"size": 0}, "size is 0"),
        (IMAGE, {"size": 2.5}, "size is 2.5"),
        (IMAGE, {"size": (2, 2, 2)}, "size is"),
        (IMAGE, {"size": ()}, "size is"),
        (IMAGE, {"size": "2"}, "size is '2'"),
        (IMAGE, {"padding": "full"}, "padding is 'full', expected one of valid, same"),
    ],
)
def test_what_cannot_be_pooled_is_refused(pool, images, arguments, message):
    with pytest.raises(ValueError, match=message):
        pool(images, **arguments)


@pytest.mark.parametrize(
    ("upstream", "message"),
    [
        (np.zeros((1, 4, 4, 1)), r"upstream have shape \(1, 4, 4, 1\), expected \(1, 2, 2, 1\)"),
        (np.full((1, 2, 2, 1), np.nan), "NaN"),
    ],
)
def test_a_gradient_that_does_not_fit_is_refused(upstream, message):
    with pytest.raises(ValueError, match=message):
        pooling.max_pool_gradient(IMAGE, upstream)


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_the_chapters_pooling_is_that_of_lib(size):
    pool = definitions("07", "def pool(", "def crop(")["pool"]
    picture = np.random.default_rng(0).normal(size=(12, 6))
    for summary, operation in ((np.max, pooling.max_pool), (np.mean, pooling.average_pool)):
        np.testing.assert_allclose(pool(picture, size, summary), operation(picture[None, :, :, None], size)[0, :, :, 0])


def test_the_chapters_crop_moves_the_window_and_not_the_pixels():
    crop = definitions("07", "def pool(", "def crop(")["crop"]
    images = np.arange(32 * 32).reshape(1, 32, 32, 1)
    assert crop(images).shape == crop(images, 4, -4).shape == (1, 24, 24, 1)
    assert crop(images, 1, -2)[0, 0, 0, 0] == images[0, 5, 2, 0]


@pytest.mark.parametrize(("size", "move"), [(2, 1), (4, 1), (4, 3), (8, 5)])
def test_a_maximum_of_noise_survives_a_move_as_often_as_the_formula_says(size, move):
    noise = np.random.default_rng(0).normal(size=(1, 400, 400 + move, 1))
    before, after = noise[:, :, :400], noise[:, :, move:]
    same = np.mean(pooling.max_pool(before, size) == pooling.max_pool(after, size))
    assert same == pytest.approx((size - move) / (size + move), abs=0.03)


def test_every_figure_is_drawn_and_shown_once(shown):
    picture = IMAGE[0, :, :, 0]
    curves = np.linspace(0.2, 0.8, 12).reshape(2, 2, 3)
    figures_pooling.windows(picture, {"max": picture[::2, ::2]})
    figures_pooling.pooled_photos({"max": {1: np.zeros((4, 4, 3)), 2: np.full((2, 2, 3), 255.0)}})
    figures_pooling.winners(picture, {"winners": picture > 4}, size=2)
    figures_pooling.weights_and_memory(["one"], ["hidden"], [[("hidden", 5)]], [[("hidden", 2)]])
    figures_pooling.gap_curves({"one": curves[0:2].swapaxes(0, 1), "other": curves})
    figures_pooling.moved_signal(np.eye(2, 4), np.eye(2), size=2)
    figures_pooling.unchanged_shares(np.arange(2), {2: np.ones(2)}, {2: np.ones(2)})
    figures_pooling.move_curves(np.arange(3), {"kept": {"one": curves[0]}, "right": {"one": curves[1]}})
    assert len(shown) == 8
    for figure in shown[3:5] + shown[6:]:
        assert all(axis.get_xlabel() for axis in figure.axes)


def test_the_figure_of_winners_marks_what_is_not_zero(shown):
    figures_pooling.winners(np.zeros((4, 4)), {"one": np.eye(4)}, size=2)
    (marks,) = shown[0].axes[0].collections
    np.testing.assert_array_equal(marks.get_offsets(), [[0, 0], [1, 1], [2, 2], [3, 3]])


def test_the_bars_of_the_weights_add_up(shown):
    weights, activations = [[("hidden", 5000), ("output", 2000)]], [[("hidden", 1000)]]
    figures_pooling.weights_and_memory(["one"], ["hidden", "output"], weights, activations)
    ends = [max(bar.get_x() + bar.get_width() for bar in axis.patches) for axis in shown[0].axes]
    assert ends == [7, 1]
