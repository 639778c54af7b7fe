"""The helpers of chapter 6: convolution of images with kernels, well-known kernels, and a detector of corners.

Images are (n, height, width, channels) or, where a function says so, one grey picture (height, width).
Kernels are (kernel_height, kernel_width, channels_in, channels_out), as Keras keeps them.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

PADDINGS = ("valid", "same")
BLOCK = 2**18  # numbers in one block of windows: small enough to stay in a processor's cache

KERNELS = {
    "Sobel, vertical edges": np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "Sobel, horizontal edges": np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "Laplace": np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "mixed derivative": np.array([[1.0, 0, -1], [0, 0, 0], [-1, 0, 1]]),
    "box blur": np.full((5, 5), 1 / 25),
    "Gaussian blur": np.outer([1.0, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256,
    "sharpen": np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "emboss": np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}
SOBEL_X, SOBEL_Y = KERNELS["Sobel, vertical edges"], KERNELS["Sobel, horizontal edges"]
HARRIS_WEIGHT = 0.05  # of the squared trace; Harris and Stephens leave the value open


def output_size(size, kernel_size, stride=1, padding="valid"):
    """Return the number of places along one axis where a kernel is applied.

    Raises ValueError when a number is below 1, when the padding is unknown, or when the kernel does not fit.
    Dumoulin and Visin (2016), https://doi.org/10.48550/arXiv.1603.07285
    """
    before, after = padding_of(size, kernel_size, stride, padding)
    return (size + before + after - kernel_size) // stride + 1


def padding_of(size, kernel_size, stride=1, padding="valid"):
    """Return how many zeros go before and after an axis: none for "valid"; for "same" what TensorFlow adds.

    "same" applies the kernel ceil(size / stride) times; when the number of zeros is odd, the larger half comes after.
    Raises ValueError as `output_size` does.
    """
    for name, number in {"size": size, "kernel_size": kernel_size, "stride": stride}.items():
        if not isinstance(number, (int, np.integer)) or number < 1:
            raise ValueError(f"{name} is {number!r}, expected a whole number of at least 1.")
    if padding not in PADDINGS:
        raise ValueError(f"padding is {padding!r}, expected one of {', '.join(PADDINGS)}.")
    if padding == "valid":
        if kernel_size > size:
            raise ValueError(f"the kernel has size {kernel_size} and the padded input {size}, expected no larger one.")
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def convolve(images, kernels, stride=1, padding="valid"):
    """Return what the filters `kernels` see in `images`, as Keras' Conv2D without a bias does.

    images (n, height, width, channels_in), kernels (kernel_height, kernel_width, channels_in, channels_out);
    returns (n, rows, columns, channels_out), float32 when both are float32 and float64 otherwise. Kernels are not
    turned: in mathematics this is a cross-correlation. A window's numbers in one image row lie side by side in memory,
    so windows are copied row by row, a block at a time, and each block is one product of matrices.
    Raises ValueError for wrong ranks, channels that differ, empty arrays, NaN or infinity, a stride below 1, an unknown
    padding, and a kernel that is larger than the padded images.
    """
    padded, kernels = _prepare(images, kernels, stride, padding)
    number, height, width, channels = padded.shape
    kernel_height, kernel_width, _, filters = kernels.shape
    matrix = kernels.reshape(-1, filters)
    pixel_rows = padded.reshape(number, height, width * channels)
    windows = sliding_window_view(pixel_rows, (kernel_height, kernel_width * channels), axis=(1, 2))
    windows = windows[:, ::stride, :: stride * channels]
    outputs = np.empty((*windows.shape[:3], filters), padded.dtype)
    block_rows = max(1, BLOCK // (windows.shape[2] * len(matrix)))
    for image_windows, output in zip(windows, outputs, strict=True):
        for start in range(0, len(output), block_rows):
            block = image_windows[start : start + block_rows]
            output[start : start + block_rows] = (block.reshape(-1, len(matrix)) @ matrix).reshape(*block.shape[:2], -1)
    return outputs


def convolve_loops(images, kernels, stride=1, padding="valid"):
    """Return the same as `convolve`, one output number after the other: slow, and easy to check by eye."""
    padded, kernels = _prepare(images, kernels, stride, padding)
    kernel_height, kernel_width, _, filters = kernels.shape
    rows = (padded.shape[1] - kernel_height) // stride + 1
    columns = (padded.shape[2] - kernel_width) // stride + 1
    outputs = np.empty((len(padded), rows, columns, filters), padded.dtype)
    for number, row, column, channel in np.ndindex(outputs.shape):
        top, left = row * stride, column * stride
        patch = padded[number, top : top + kernel_height, left : left + kernel_width]
        outputs[number, row, column, channel] = np.sum(patch * kernels[..., channel])
    return outputs


def apply_kernel(picture, kernel):
    """Return a picture filtered with one kernel (kernel_height, kernel_width), each channel alone, without padding.

    picture (height, width) or (height, width, channels); the result loses kernel size minus one rows and columns.
    Raises ValueError as `convolve` does.
    """
    picture, kernel = np.asarray(picture), np.asarray(kernel)
    if picture.ndim not in (2, 3) or kernel.ndim != 2:
        raise ValueError(
            f"the picture has shape {picture.shape} and the kernel {kernel.shape}, "
            "expected (height, width) or (height, width, channels), and (kernel_height, kernel_width)."
        )
    planes = np.moveaxis(np.atleast_3d(picture), -1, 0)[..., None]
    filtered = np.moveaxis(convolve(planes, kernel[..., None, None])[..., 0], 0, -1)
    return filtered if picture.ndim == 3 else filtered[..., 0]


def gradient_strength(picture):
    """Return the length of Sobel's gradient at each place of a grey picture, whatever the direction of an edge.

    picture (height, width); returns (height - 2, width - 2). Raises ValueError as `apply_kernel` does.
    """
    return np.hypot(apply_kernel(picture, SOBEL_X), apply_kernel(picture, SOBEL_Y))


def corner_response(picture, weight=HARRIS_WEIGHT):
    """Return Harris' measure of a grey picture: positive at corners, negative on edges, near zero where it is flat.

    Two Sobel filters, three products, three blurs; then the determinant minus `weight` times the squared trace.
    picture (height, width); returns (height - 6, width - 6). Raises ValueError as `apply_kernel` does.
    Harris and Stephens (1988), https://doi.org/10.5244/C.2.23
    """
    along_x, along_y = apply_kernel(picture, SOBEL_X), apply_kernel(picture, SOBEL_Y)
    blurred_xx, blurred_yy, blurred_xy = (
        apply_kernel(product, KERNELS["Gaussian blur"])
        for product in (along_x * along_x, along_y * along_y, along_x * along_y)
    )
    determinant = blurred_xx * blurred_yy - blurred_xy**2
    return determinant - weight * (blurred_xx + blurred_yy) ** 2


def strongest_places(response, count, distance=5):
    """Return the rows and columns (count, 2) of the largest values, the largest first, no two within `distance`.

    response (height, width). Raises ValueError when there are fewer such places than `count`.
    """
    left = np.array(response, float)
    places = []
    for _ in range(count):
        row, column = np.unravel_index(np.argmax(left), left.shape)
        if left[row, column] == -np.inf:
            raise ValueError(
                f"response of shape {np.shape(response)} has only {len(places)} places that are {distance} apart, "
                f"expected {count}."
            )
        places.append((int(row), int(column)))
        left[max(row - distance, 0) : row + distance + 1, max(column - distance, 0) : column + distance + 1] = -np.inf
    return np.array(places)


def rotated_edge(angle, size=33, square=False):
    """Return a grey picture (size, size) of 0 to 1: half of the plane, or a quarter with its corner in the middle.

    `angle` in radians turns it around the middle. Pixels on the border are grey by the share that is covered.
    """
    steps = (np.arange(size * 8) + 0.5) / 8 - size / 2  # eight samples a pixel
    x, y = np.meshgrid(steps, steps)
    inside = x * np.cos(angle) + y * np.sin(angle) > 0
    if square:
        inside &= y * np.cos(angle) - x * np.sin(angle) > 0
    return inside.reshape(size, 8, size, 8).mean(axis=(1, 3))


def _prepare(images, kernels, stride, padding):
    """Return checked and padded images, and kernels, both of one floating type."""
    images, kernels = np.asarray(images), np.asarray(kernels)
    shapes = f"images have shape {images.shape} and kernels {kernels.shape}"
    if images.ndim != 4 or kernels.ndim != 4 or images.shape[3] != kernels.shape[2]:
        raise ValueError(
            f"{shapes}, expected (n, height, width, channels_in) "
            "and (kernel_height, kernel_width, channels_in, channels_out)."
        )
    if not images.size or not kernels.size:
        raise ValueError(f"{shapes}, expected at least one number in each.")
    dtype = np.float32 if images.dtype == kernels.dtype == np.float32 else np.float64
    images, kernels = images.astype(dtype, copy=False), kernels.astype(dtype, copy=False)
    if not (np.isfinite(images).all() and np.isfinite(kernels).all()):
        raise ValueError(f"{shapes}, and hold NaN or infinity; expected finite numbers.")
    try:
        borders = [padding_of(images.shape[axis + 1], kernels.shape[axis], stride, padding) for axis in (0, 1)]
    except ValueError as error:
        raise ValueError(f"{shapes}: {error}") from None
    return np.pad(images, [(0, 0), *borders, (0, 0)]), kernels
