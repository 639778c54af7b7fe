"""The operations of chapter 7: max pooling and average pooling, forwards and backwards.

Images are arrays (n, height, width, channels), channels last. A *window* of `size` rows and columns moves over each
channel in steps of `stride`; the largest value, or the mean, of what it covers becomes one output.
"""

import itertools

import numpy as np

from lib.convolution import PADDINGS, padding_of


def max_pool(images, size=2, stride=None, padding="valid"):
    """Return the largest value in each window, (n, new_height, new_width, channels).

    images (n, height, width, channels); size and stride whole numbers, or pairs for rows and columns; without a
    stride the windows stand side by side. With padding "valid" a window lies inside the image; with "same" there are
    height / stride windows, rounded up, and places outside of the image never win.
    Raises ValueError for another rank, empty images, NaN or infinity, and for windows or strides that do not fit.
    Scherer, Müller and Behnke (2010), https://doi.org/10.1007/978-3-642-15825-4_10
    """
    images, size, stride, edges = _prepare(images, size, stride, padding)
    return _reduce(_pad(images, edges, -np.inf), size, stride, np.maximum)


def average_pool(images, size=2, stride=None, padding="valid"):
    """Return the mean of each window, (n, new_height, new_width, channels).

    Arguments and errors as in `max_pool`. Places outside of the image do not count: a window at the edge divides by
    the number of pixels that it covers. LeCun and others (1998), https://doi.org/10.1109/5.726791
    """
    images, size, stride, edges = _prepare(images, size, stride, padding)
    sums = _reduce(_pad(images, edges, 0), size, stride, np.add)
    covered = _reduce(_pad(np.ones((1, *images.shape[1:3], 1), images.dtype), edges, 0), size, stride, np.add)
    return sums / covered


def max_pool_gradient(images, upstream, size=2, stride=None, padding="valid"):
    """Return the gradient (n, height, width, channels) of a loss for the images that `max_pool` took.

    upstream (n, new_height, new_width, channels) is the gradient for the pooled output. Each window hands its part
    to its largest value; of several equal ones the first in reading order gets all of it. Where windows overlap,
    the parts add up. Other arguments and errors as in `max_pool`; also ValueError for an upstream that does not fit.
    """
    images, size, stride, edges = _prepare(images, size, stride, padding)
    padded = _pad(images, edges, -np.inf)
    pooled = _reduce(padded, size, stride, np.maximum)
    upstream = _checked(upstream, "upstream", pooled.shape)
    gradient = np.zeros(padded.shape, np.result_type(images, upstream))
    unclaimed = np.ones(pooled.shape, bool)
    for row, column in itertools.product(range(size[0]), range(size[1])):
        places = (
            slice(None),
            _every(stride[0], row, pooled.shape[1]),
            _every(stride[1], column, pooled.shape[2]),
        )
        wins = unclaimed & (padded[places] == pooled)
        gradient[places] += wins * upstream
        unclaimed &= ~wins
    (top, _), (left, _) = edges
    return gradient[:, top : top + images.shape[1], left : left + images.shape[2]]


def _reduce(padded, size, stride, combine):
    """Combine what each window covers, first along the rows and then along the columns: 2k steps instead of k²."""
    for axis, window, step in zip((1, 2), size, stride, strict=True):
        lines = np.moveaxis(padded, axis, 0)
        count = (len(lines) - window) // step + 1
        combined = lines[_every(step, 0, count)].copy(order="K")
        for start in range(1, window):
            combine(combined, lines[_every(step, start, count)], out=combined)
        padded = np.moveaxis(combined, 0, axis)
    return padded


def _every(step, start, count):
    """Return the slice of `count` places, `step` apart, from `start`: one for each window."""
    return slice(start, start + step * (count - 1) + 1, step)


def _prepare(images, size, stride, padding):
    """Return images of floating point, size and stride as pairs, and the rows and columns to add on each side."""
    images = _checked(images, "images")
    size = _pair(size, "size")
    stride = size if stride is None else _pair(stride, "stride")
    if padding not in PADDINGS:
        raise ValueError(f"padding is {padding!r}, expected one of {', '.join(PADDINGS)}.")
    axes = list(zip(images.shape[1:3], size, stride, strict=True))
    if padding == "valid" and any(window > length for length, window, _ in axes):
        raise ValueError(f"the window {size} is larger than images of shape {images.shape}, expected at most that.")
    return images, size, stride, tuple(padding_of(*axis, padding) for axis in axes)


def _pad(images, edges, value):
    return np.pad(images, ((0, 0), *edges, (0, 0)), constant_values=value) if np.any(edges) else images


def _checked(values, name, shape=None):
    """Return an array of floating point; raise ValueError for another rank or shape, and for what cannot be pooled."""
    values = np.asarray(values)
    if values.ndim != 4 or not values.size or (shape is not None and values.shape != shape):
        expected = "(n, height, width, channels), none of them 0" if shape is None else str(shape)
        raise ValueError(f"{name} have shape {values.shape}, expected {expected}.")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} of shape {values.shape} hold NaN or infinity, expected finite numbers.")
    return values if np.issubdtype(values.dtype, np.floating) else values.astype(float)


def _pair(value, name):
    """Return a pair of whole numbers of at least 1; one number stands for both."""
    numbers = np.atleast_1d(value)
    if numbers.dtype.kind not in "iu" or numbers.ndim != 1 or len(numbers) > 2 or numbers.min(initial=1) < 1:
        raise ValueError(f"{name} is {value!r}, expected a whole number of at least 1, or a pair of them.")
    return int(numbers[0]), int(numbers[-1])
