"""Random changes of images that keep their meaning (chapter 12): mirror, shift, rotate and scale, all as one map.

A *map* is a matrix (2, 3). It says from which place of the old image the pixel at (row, column) of the new one comes,
both counted from the centre: old = map[:, :2] @ (row, column) + map[:, 2].
A survey of such changes: Shorten and Khoshgoftaar (2019), https://doi.org/10.1186/s40537-019-0197-0
"""

import keras
import numpy as np

SHIFT = 4  # largest shift in pixels
ANGLE = np.deg2rad(15)  # largest rotation
ZOOM = 1.2  # largest factor of size; its inverse is the smallest
KINDS = ("flip", "shift", "rotate", "scale")


def random_maps(number, kinds, random):
    """Return random maps (number, 2, 3) that do every kind of change in `kinds`, one after the other.

    random: a NumPy generator. Raises ValueError for a kind that is not in KINDS.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise ValueError(f"kinds hold {', '.join(unknown)}, expected only {', '.join(KINDS)}.")
    maps = np.tile(np.eye(2, 3), (number, 1, 1))
    if "flip" in kinds:
        maps[:, 1] *= random.choice([-1, 1], size=(number, 1))
    if "rotate" in kinds:
        angles = random.uniform(-ANGLE, ANGLE, size=number)
        turns = np.array([[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]])
        maps = turns.transpose(2, 0, 1) @ maps
    if "scale" in kinds:
        maps = maps * ZOOM ** random.uniform(-1, 1, size=(number, 1, 1))
    if "shift" in kinds:
        maps[:, :, 2] += random.uniform(-SHIFT, SHIFT, size=(number, 2))
    return maps


def warp(images, maps):
    """Return images (n, height, width, channels) changed by maps (n, 2, 3), with linear interpolation.

    Places outside of the image take the value of its nearest pixel. Returns float32.
    Raises ValueError for shapes that do not fit, and for images with NaN or infinity.
    """
    images, maps = np.asarray(images, np.float32), np.asarray(maps, np.float32)
    if images.ndim != 4 or not images.size or maps.shape != (len(images), 2, 3):
        raise ValueError(
            f"images {images.shape} and maps {maps.shape}, expected (n, height, width, channels) and (n, 2, 3)."
        )
    if not np.isfinite(images).all():
        raise ValueError("images hold NaN or infinity, expected finite numbers.")
    height, width = images.shape[1:3]
    centre = np.array([[height - 1], [width - 1]], np.float32) / 2
    grid = np.indices((height, width), np.float32).reshape(2, -1) - centre
    places = np.clip(maps[:, :, :2] @ grid + maps[:, :, 2:] + centre, 0, 2 * centre)
    first = np.minimum(places.astype(int), np.maximum([[height - 2], [width - 2]], 0))
    rest = places - first.astype(np.float32)
    pixels = images.reshape(-1, images.shape[3])
    starts = (np.arange(len(images)) * height * width)[:, None]
    warped = np.zeros((len(images), height * width, images.shape[3]), np.float32)
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        rows, columns = np.minimum(first[:, 0] + down, height - 1), np.minimum(first[:, 1] + right, width - 1)
        weights = np.abs(1 - down - rest[:, 0]) * np.abs(1 - right - rest[:, 1])
        warped += weights[:, :, None] * np.take(pixels, starts + rows * width + columns, axis=0)
    return warped.reshape(images.shape)


def augment(images, kinds, random):
    """Return each image (n, height, width, channels) after its own random changes of the given kinds."""
    return warp(images, random_maps(len(images), kinds, random)) if kinds else np.asarray(images, np.float32)


def build_small_network():
    """Return a small convolutional network, compiled: 32x32x3 images of 0 to 1 to ten probabilities, labels 0 to 9."""
    layers = [keras.Input((32, 32, 3))]
    for channels in (16, 32, 64):
        layers += [
            keras.layers.Conv2D(channels, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.BatchNormalization(momentum=0.9),
        ]
    layers += [keras.layers.Flatten(), keras.layers.Dense(64, "relu"), keras.layers.Dense(10, "softmax")]
    network = keras.Sequential(layers)
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network
