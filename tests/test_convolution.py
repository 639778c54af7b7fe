import time

import keras
import numpy as np
import pytest
import scipy.signal
from chapter_code import definitions
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import convolution, figures_convolution

PICTURE = np.array([[0, 0, 2, 2, 2]] * 4 + [[0, 0, 0, 0, 0]])


@st.composite
def cases(draw, paddings=convolution.PADDINGS, largest_stride=4):
    """Images and kernels of small whole numbers that fit, a stride and a padding."""
    kernel_shape = [draw(st.integers(1, 5)) for _ in range(2)]
    image_shape = [size + draw(st.integers(0, 7)) for size in kernel_shape]
    number, channels_in, channels_out = (draw(st.integers(1, 4)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    images = rng.integers(-9, 10, size=(number, *image_shape, channels_in)).astype(np.float32)
    kernels = rng.integers(-9, 10, size=(*kernel_shape, channels_in, channels_out)).astype(np.float32)
    return images, kernels, draw(st.integers(1, largest_stride)), draw(st.sampled_from(paddings))


def by_keras(images, kernels, stride, padding):
    layer = keras.layers.Conv2D(kernels.shape[-1], kernels.shape[:2], stride, padding, use_bias=False)
    layer.build(images.shape)
    layer.set_weights([kernels])
    return keras.ops.convert_to_numpy(layer(images))


# Small whole numbers and sums below 2**24 are exact in float32: the results must be equal, not only close.
@settings(deadline=None, max_examples=60)
@given(cases())
def test_convolution_is_what_keras_computes(case):
    result = convolution.convolve(*case)
    np.testing.assert_array_equal(result, by_keras(*case))
    assert result.dtype == np.float32


@settings(deadline=None, max_examples=60)
@given(cases())
def test_the_loops_give_the_same(case):
    np.testing.assert_array_equal(convolution.convolve_loops(*case), convolution.convolve(*case))


@settings(deadline=None, max_examples=60)
@given(cases(paddings=("valid",), largest_stride=1))
def test_convolution_is_a_sum_of_scipys_cross_correlations(case):
    images, kernels, stride, padding = case
    result = convolution.convolve(images, kernels, stride, padding)
    for number, channel in np.ndindex(len(images), kernels.shape[3]):
        planes = [
            scipy.signal.correlate2d(images[number, ..., plane], kernels[..., plane, channel], mode="valid")
            for plane in range(kernels.shape[2])
        ]
        np.testing.assert_array_equal(result[number, ..., channel], np.sum(planes, axis=0))


@settings(deadline=None, max_examples=60)
@given(cases(paddings=("valid",), largest_stride=3), st.integers(0, 3), st.integers(0, 3))
def test_a_filter_moves_with_its_picture(case, down, right):
    images, kernels, stride, padding = case
    room = [(0, 0), (stride * down, 0), (stride * right, 0), (0, 0)]
    moved = convolution.convolve(np.pad(images, room), kernels, stride, padding)
    np.testing.assert_array_equal(moved[:, down:, right:], convolution.convolve(images, kernels, stride, padding))


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 5))
def test_same_padding_gives_a_place_for_each_stride(size, kernel_size, stride):
    assert convolution.output_size(size, kernel_size, stride, "same") == -(-size // stride)
    before, after = convolution.padding_of(size, kernel_size, stride, "same")
    assert 0 <= after - before <= 1


def test_blocks_leave_no_seam(monkeypatch):
    rng = np.random.default_rng(0)
    images, kernels = rng.normal(size=(2, 23, 17, 3)), rng.normal(size=(5, 3, 3, 4))
    whole = convolution.convolve(images, kernels, stride=2)
    monkeypatch.setattr(convolution, "BLOCK", 1)
    np.testing.assert_allclose(convolution.convolve(images, kernels, stride=2), whole, atol=1e-12)
    assert whole.dtype == np.float64


def test_arguments_stay_as_they_are():
    images, kernels = np.ones((1, 4, 4, 1)), np.ones((3, 3, 1, 1))
    convolution.convolve(images, kernels, padding="same")
    assert (images == 1).all()
    assert (kernels == 1).all()


def test_the_product_of_matrices_is_much_faster_than_the_loops():
    rng = np.random.default_rng(0)
    images = rng.normal(size=(1, 64, 64, 16)).astype(np.float32)
    kernels = rng.normal(size=(3, 3, 16, 32)).astype(np.float32)

    def seconds(function):
        start = time.perf_counter()
        function(images, kernels)
        return time.perf_counter() - start

    by_loops = seconds(convolution.convolve_loops)
    # One call in a quiet moment is enough: beside other programs a call may wait for the processor.
    assert any(by_loops > 50 * seconds(convolution.convolve) for _ in range(200))


@pytest.mark.parametrize(
    ("images", "kernels", "options", "message"),
    [
        (np.ones((5, 5)), np.ones((3, 3, 1, 1)), {}, r"\(5, 5\) and kernels \(3, 3, 1, 1\), expected \(n, height"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3)), {}, r"kernels \(3, 3\), expected"),
        (np.ones((1, 5, 5, 3)), np.ones((3, 3, 1, 1)), {}, r"\(1, 5, 5, 3\) and kernels \(3, 3, 1, 1\)"),
        (np.ones((1, 2, 5, 1)), np.ones((3, 3, 1, 1)), {}, "size 3 and the padded input 2"),
        (np.ones((1, 5, 2, 1)), np.ones((3, 3, 1, 1)), {}, "size 3 and the padded input 2"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3, 1, 1)), {"stride": 0}, "stride is 0"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3, 1, 1)), {"stride": -1}, "stride is -1"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3, 1, 1)), {"stride": 1.5}, "stride is 1.5"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3, 1, 1)), {"padding": "full"}, "'full', expected one of valid, same"),
        (np.ones((0, 5, 5, 1)), np.ones((3, 3, 1, 1)), {}, r"\(0, 5, 5, 1\).*at least one number"),
        (np.ones((1, 5, 5, 1)), np.ones((3, 3, 1, 0)), {}, r"\(3, 3, 1, 0\).*at least one number"),
        (np.full((1, 5, 5, 1), np.nan), np.ones((3, 3, 1, 1)), {}, r"\(1, 5, 5, 1\).*NaN or infinity"),
        (np.ones((1, 5, 5, 1)), np.full((3, 3, 1, 1), np.inf), {}, r"\(3, 3, 1, 1\).*NaN or infinity"),
    ],
)
@pytest.mark.parametrize("function", [convolution.convolve, convolution.convolve_loops])
def test_what_does_not_fit_is_refused(function, images, kernels, options, message):
    with pytest.raises(ValueError, match=message):
        function(images, kernels, **options)


@pytest.mark.parametrize("arguments", [(0, 3), (5, 0), (5, 3, 0), (5, 3, 1.5), (2, 3, 1, "valid"), (5, 3, 1, "")])
def test_sizes_that_make_no_sense_are_refused(arguments):
    with pytest.raises(ValueError, match="expected"):
        convolution.output_size(*arguments)


@pytest.mark.parametrize(("picture", "kernel"), [(np.ones(5), np.ones((3, 3))), (np.ones((5, 5)), np.ones(3))])
def test_a_picture_and_a_kernel_have_two_axes(picture, kernel):
    with pytest.raises(ValueError, match=r"expected \(height, width\)"):
        convolution.apply_kernel(picture, kernel)


def test_sobel_by_hand_and_a_channel_alone():
    expected = [[8, 8, 0], [8, 8, 0], [6, 6, 0]]
    assert convolution.apply_kernel(PICTURE, convolution.SOBEL_X).tolist() == expected
    colour = np.stack([PICTURE, 2 * PICTURE, 0 * PICTURE], axis=-1)
    filtered = convolution.apply_kernel(colour, convolution.SOBEL_X)
    np.testing.assert_array_equal(filtered, np.stack([expected, np.multiply(2, expected), np.zeros((3, 3))], axis=-1))


def test_filters_in_a_row_are_one_filter():
    picture = np.random.default_rng(0).normal(size=(20, 18))
    first, second = np.random.default_rng(1).normal(size=(2, 3, 3))
    merged = scipy.signal.convolve2d(first, second)
    in_a_row = convolution.apply_kernel(convolution.apply_kernel(picture, first), second)
    np.testing.assert_allclose(in_a_row, convolution.apply_kernel(picture, merged))


def test_the_gradient_agrees_with_numpys_on_a_slope():
    rows, columns = np.mgrid[:9, :9]
    np.testing.assert_allclose(convolution.gradient_strength(3 * rows - 4 * columns), 8 * 5)


@pytest.mark.parametrize("angle", np.arange(0, 360, 20) * np.pi / 180)
def test_corners_are_positive_and_edges_are_not(angle):
    corner = convolution.corner_response(convolution.rotated_edge(angle, square=True))
    (place,) = convolution.strongest_places(corner, 1) + 3
    assert corner.max() > 5
    assert np.abs(place - 16).max() <= 2  # the corner is in the middle of 33x33 pixels
    assert convolution.corner_response(convolution.rotated_edge(angle)).max() < 1e-9


def test_the_corners_of_a_square_are_found():
    square = np.zeros((40, 50))
    square[10:30, 15:40] = 1
    places = convolution.strongest_places(convolution.corner_response(square), 4) + 3
    assert sorted(map(tuple, places.tolist())) == [(10, 15), (10, 39), (29, 15), (29, 39)]


def test_strongest_places_keep_their_distance():
    response = np.zeros((10, 10))
    response[2, 2], response[3, 3], response[8, 8] = 5, 4, 3
    assert convolution.strongest_places(response, 2, distance=3).tolist() == [[2, 2], [8, 8]]
    with pytest.raises(ValueError, match=r"\(10, 10\) has only 1 places"):
        convolution.strongest_places(response, 2, distance=10)


def test_half_a_plane_covers_half_of_the_picture():
    assert convolution.rotated_edge(0.4).mean() == pytest.approx(0.5, abs=0.01)
    assert convolution.rotated_edge(0.4, square=True).mean() == pytest.approx(0.25, abs=0.01)
    edge = convolution.rotated_edge(0.0, size=5)
    np.testing.assert_array_equal(edge, np.tile([0, 0, 0.5, 1, 1], (5, 1)))


NAMES = {"np": np, "convolution": convolution, "scipy": scipy}


@settings(deadline=None, max_examples=15)
@given(cases(paddings=("valid",), largest_stride=1))
def test_the_chapter_defines_what_lib_has(case):
    chapter = definitions("06", **NAMES)
    images, kernels, _, _ = case
    expected = convolution.convolve(images, kernels)
    np.testing.assert_array_equal(chapter["convolve_loops"](images, kernels), expected)
    np.testing.assert_array_equal(chapter["convolve_windows"](images, kernels), expected)
    np.testing.assert_array_equal(chapter["convolve_scipy"](images, kernels), expected)
    by_hand = chapter["filter_by_hand"](images[0, :, :, 0], kernels[:, :, 0, 0])
    np.testing.assert_array_equal(by_hand, scipy.signal.correlate2d(images[0, :, :, 0], kernels[:, :, 0, 0], "valid"))


def test_the_chapters_corner_response_is_that_of_lib():
    picture = np.random.default_rng(0).random((20, 30))
    np.testing.assert_allclose(
        definitions("06", **NAMES)["corner_response"](picture), convolution.corner_response(picture)
    )


def test_every_figure_is_drawn_and_shown_once(shown):
    rng = np.random.default_rng(0)
    picture, colour = rng.random((12, 12)), rng.random((12, 12, 3))
    figures_convolution.arithmetic(PICTURE, np.ones((3, 3)), np.ones((3, 3)), (1, 2))
    figures_convolution.pictures({"grey": picture, "colour": colour}, columns=2)
    figures_convolution.responses_by_angle([0, 1, 2], {"one": [1, 2, 3], "other": [3, 2, 1]})
    figures_convolution.corners(picture, rng.normal(size=(6, 6)), np.array([[1, 2], [3, 4]]), 3)
    figures_convolution.learning_a_kernel({"plain": np.ones((5, 2))}, 0.01, {"start": np.eye(3), "end": np.eye(3)})
    figures_convolution.filters({name: rng.normal(size=(3, 3, 3, 16)) for name in ("first", "second")})
    strips = {"block1": [[colour] * 4] * 2, "block2": [[colour] * 4] * 2}
    made = {name: 255 * rng.random((2, 8, 8, 3)) for name in strips}
    figures_convolution.hierarchy(list(strips), made, strips, ("ship", "horse"))
    figures_convolution.scores_by_block(("block1", "block2"), {"trained": [[0.6, 0.7], [0.7, 0.8]]})
    assert len(shown) == 8
    for figure in shown:
        assert figure.axes
