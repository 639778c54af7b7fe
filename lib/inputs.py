"""The helpers of chapter 5: permute pixels, measure how alike neighbours are, start a network again and again.

Images are arrays of shape (n, height, width, channels).
"""

import keras
import numpy as np


def permute_pixels(images, order):
    """Return images whose pixel at position p is the pixel that was at position order[p], the channels together.

    images (n, height, width, channels), order (height · width,); positions count row by row.
    Raises ValueError for other shapes and for an order that does not hold every position once.
    """
    images, order = check_images(images), np.asarray(order)
    pixels = images.shape[1] * images.shape[2]
    if order.shape != (pixels,) or not np.array_equal(np.sort(order), np.arange(pixels)):
        raise ValueError(
            f"order has shape {order.shape} for images {images.shape}, "
            f"expected ({pixels},) with every position from 0 to {pixels - 1} once."
        )
    return images.reshape(len(images), pixels, -1)[:, order].reshape(images.shape)


def neighbour_correlation(images, distance):
    """Return the correlation (Pearson) of pixels in a row that are `distance` columns apart, within an image.

    images (n, height, width, channels); the mean of each image and channel is subtracted first, so that
    a bright image does not count as alike everywhere. Raises ValueError for other shapes, numbers that are
    not finite, a distance that leaves the image, and images without any contrast.
    """
    images = check_images(images)
    if not 1 <= distance < images.shape[2]:
        raise ValueError(f"distance is {distance} for images {images.shape}, expected 1 to {images.shape[2] - 1}.")
    if not np.isfinite(images).all():
        raise ValueError(f"images of shape {images.shape} hold NaN or infinity, expected finite numbers.")
    centred = images - images.mean(axis=(1, 2), keepdims=True)
    left, right = centred[:, :, :-distance].ravel(), centred[:, :, distance:].ravel()
    if not left.any() or not right.any():
        raise ValueError(f"images of shape {images.shape} have one value everywhere, expected some contrast.")
    return float(np.corrcoef(left, right)[0, 1])


def restartable(build, loss, learning_rate=0.001):
    """Return a function that takes a seed and returns the network of `build`, ready for a new training by Adam.

    The network is compiled once. Each call gives it fresh random weights and clears the optimizer's memory, which
    takes a fraction of the time that compiling takes. It is one network: a new start ends the training before it.
    """
    network = build()
    network.compile(keras.optimizers.Adam(learning_rate), loss=loss, metrics=["accuracy"])
    network.optimizer.build(network.trainable_variables)
    memory = [keras.ops.copy(variable) for variable in network.optimizer.variables]

    def start(seed):
        keras.utils.set_random_seed(seed)
        network.set_weights(build().get_weights())
        for variable, value in zip(network.optimizer.variables, memory, strict=True):
            variable.assign(value)
        return network

    return start


def check_images(images):
    """Return images as an array; raise ValueError unless it has four axes, none of them empty."""
    images = np.asarray(images)
    if images.ndim != 4 or not images.size:
        raise ValueError(f"images have shape {images.shape}, expected (n, height, width, channels), none of them 0.")
    return images
