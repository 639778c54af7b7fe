"""Which part of a picture decides: cover one part after the other, and watch the answer.

Source: M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014,
https://doi.org/10.1007/978-3-319-10590-1_53, section 4.2.
"""

import numpy as np


def occlusion(predict, image, label, patch=8, stride=4):
    """Return how much the probability of a class falls when a grey square covers a part of the image.

    image (height, width, channels); `predict` turns images (n, height, width, channels) into probabilities
    (n, classes). The result (rows, columns) has one value for each place of the square of patch x patch pixels, which
    moves by `stride`; a positive value means that the class needs this part.
    Raises ValueError for an image of another rank, NaN, a stride below 1, or a square that does not fit.
    Zeiler and Fergus (2014), https://doi.org/10.1007/978-3-319-10590-1_53
    """
    image = np.asarray(image)
    corners = square_corners(image.shape, patch, stride)
    if not np.isfinite(image).all():
        raise ValueError(f"image of shape {image.shape} holds NaN or infinity, expected finite numbers.")
    covered = np.stack([image, *(cover(image, corner, patch) for corner in corners)])
    probabilities = np.asarray(predict(covered))[:, label]
    rows = 1 + (image.shape[0] - patch) // stride
    return (probabilities[0] - probabilities[1:]).reshape(rows, -1)


def square_corners(shape, patch, stride):
    """Return the upper left corners (row, column) of all squares, row by row; errors as in `occlusion`."""
    if len(shape) != 3 or not 1 <= patch <= min(shape[:2]) or stride < 1:
        raise ValueError(
            f"image has shape {tuple(shape)}, patch is {patch} and stride {stride}, expected "
            "(height, width, channels), a patch that fits into it, and a stride of at least 1."
        )
    height, width, _ = shape
    return [
        (row, column) for row in range(0, height - patch + 1, stride) for column in range(0, width - patch + 1, stride)
    ]


def cover(image, corner, patch):
    """Return a copy of an image (height, width, channels) with a square in its mean colour; corner is (row, column)."""
    row, column = corner
    covered = np.array(image)
    covered[row : row + patch, column : column + patch] = np.asarray(image).mean(axis=(0, 1))
    return covered


def spread(drops, shape, patch=8, stride=4):
    """Return a map (height, width) for an image: each pixel has the mean drop of the squares that cover it.

    Pixels that no square covers are NaN. Raises ValueError when the drops do not belong to squares in this shape.
    """
    drops = np.asarray(drops)
    corners = square_corners(shape, patch, stride)
    if drops.size != len(corners):
        raise ValueError(f"drops have shape {drops.shape}, expected one for each of the {len(corners)} squares.")
    totals, counts = np.zeros(shape[:2]), np.zeros(shape[:2])
    for (row, column), drop in zip(corners, drops.ravel(), strict=True):
        totals[row : row + patch, column : column + patch] += drop
        counts[row : row + patch, column : column + patch] += 1
    return np.divide(totals, counts, out=np.full(shape[:2], np.nan), where=counts > 0)
