"""What excites a channel of VGG16: pictures found by gradient ascent, and the photos with the largest responses.

Photos and pictures are (n, height, width, 3), values 0 to 255. A channel's response to a picture is its largest value
anywhere in the picture. Chapter 6 shows the results.
"""

import functools

import keras
import numpy as np
import scipy.stats
import tensorflow as tf

from lib import convolution, vgg16

LAYERS = ("block1_conv2", "block2_conv2", "block3_conv3", "block4_conv3", "block5_conv3")  # each block's last
SHIFT = 4  # pixels; the largest random shift between two steps of the ascent
STEP = 8.0  # grey levels; the root mean square of one step
DECAY = 0.01  # share of the distance to grey that each step takes back
BLUR_EVERY = 4  # steps between two blurs


def receptive_field(layer_name):
    """Return how many pixels, in a row, one place of a layer of VGG16 sees, and how many lie between two places.

    Raises ValueError for a name that is no convolution of VGG16.
    """
    if layer_name not in vgg16.SHAPES:
        raise ValueError(f"layer_name is {layer_name!r}, expected one of {', '.join(vgg16.SHAPES)}.")
    names = list(vgg16.SHAPES)
    size, step, block = 1, 1, "block1"
    for name in names[: names.index(layer_name) + 1]:
        if not name.startswith(block):  # a pooling of 2x2 lies between
            size, step, block = size + step, step * 2, name.partition("_")[0]
        size += 2 * step
    return size, step


def responses(base, images, layer_names=LAYERS, batch_size=100):
    """Return for each layer the responses (n, channels) to photos of 0 to 255, and their places (n, channels, 2).

    A place is the row and the column of the largest value in the layer's output.
    """
    network = keras.Model(base.input, {name: base.get_layer(name).output for name in layer_names})
    found = {name: ([], []) for name in layer_names}
    for start in range(0, len(images), batch_size):
        batch = network.predict_on_batch(vgg16.scale_imagenet(images[start : start + batch_size]))
        for name, values in batch.items():
            number, _, columns, channels = values.shape
            flat = values.reshape(number, -1, channels)
            best = flat.argmax(axis=1)
            found[name][0].append(np.take_along_axis(flat, best[:, None], axis=1)[:, 0])
            found[name][1].append(np.stack(np.divmod(best, columns), axis=-1))
    return {name: tuple(np.concatenate(parts) for parts in lists) for name, lists in found.items()}


def patch(image, place, layer_name):
    """Return the part (size, size, 3) of an image that the layer sees from a place (row, column), grey beyond the edge.

    Where the layer sees more than the whole image, the image itself is returned.
    """
    size, step = receptive_field(layer_name)
    if size >= min(image.shape[:2]):
        return image
    # The middle of a place: pooling puts it half a pixel to the lower right of the first of its pixels.
    centre = np.asarray(place) * step + (step - 1) / 2
    top, left = np.round(centre - (size - 1) / 2).astype(int) + size
    padded = np.pad(image, [(size, size), (size, size), (0, 0)], constant_values=128)
    return padded[top : top + size, left : left + size]


def maximize(base, layer_name, channels, steps, size=64, seed=0):
    """Return pictures (channels, size, size, 3) of 0 to 255 that excite the given channels of a layer, one for each.

    Gradient ascent on the mean of a channel before its ReLU, from grey with noise. What keeps the picture smooth: a
    random shift of up to SHIFT pixels before each step, a pull towards grey, and a blur after every BLUR_EVERY steps.
    Simonyan, Vedaldi and Zisserman (2014), https://doi.org/10.48550/arXiv.1312.6034
    """
    layer = base.get_layer(layer_name)
    if not len(channels) or min(channels) < 0 or max(channels) >= layer.filters:
        raise ValueError(f"channels is {list(channels)}, expected numbers from 0 to {layer.filters - 1}.")
    rng = np.random.default_rng(seed)
    gradient = _gradient(base, layer, tuple(int(channel) for channel in channels))
    pictures = 128 + rng.normal(0, 10, (len(channels), size, size, 3)).astype(np.float32)
    for step in range(steps):
        shift = rng.integers(-SHIFT, SHIFT + 1, size=2)
        pictures = np.roll(pictures, shift, axis=(1, 2))
        slope = gradient(tf.constant(pictures)).numpy()
        strength = np.sqrt(np.mean(slope**2, axis=(1, 2, 3), keepdims=True))
        pictures += STEP * slope / np.maximum(strength, 1e-12) - DECAY * (pictures - 128)
        if step % BLUR_EVERY == BLUR_EVERY - 1:
            pictures = np.stack([_blur(picture) for picture in pictures])
        pictures = np.roll(np.clip(pictures, 0, 255), -shift, axis=(1, 2))
    return pictures


def class_scores(values, labels):
    """Return how well each channel tells each class from all others: the area under the ROC curve (channels, classes).

    values (n, channels), labels (n,). 0.5 is chance, 1.0 is a channel that responds more to each image of the class
    than to any other image. Hanley and McNeil (1982), https://doi.org/10.1148/radiology.143.1.7063747
    Raises ValueError when the shapes differ or a class has no image, or all images.
    """
    values, labels = np.asarray(values), np.asarray(labels)
    if values.ndim != 2 or labels.shape != values.shape[:1]:
        raise ValueError(
            f"values have shape {values.shape} and labels {labels.shape}, expected (n, channels) and (n,)."
        )
    classes = np.unique(labels)
    if len(classes) < 2:
        raise ValueError(f"labels hold the classes {classes}, expected at least two.")
    ranks = scipy.stats.rankdata(values, axis=0)
    scores = []
    for label in classes:
        members = labels == label
        number, others = members.sum(), (~members).sum()
        scores.append((ranks[members].sum(axis=0) - number * (number + 1) / 2) / (number * others))
    return np.stack(scores, axis=1)


def _gradient(base, layer, channels):
    """Return a compiled function: pictures to the gradient of each one's channel, averaged over its places."""
    below = keras.Model(base.input, layer.input)
    kernel = tf.gather(layer.kernel.value, channels, axis=3)

    @tf.function
    def gradient(pictures):
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            scaled = pictures[..., ::-1] - tf.constant(_mean_color(), tf.float32)
            values = tf.nn.conv2d(below(scaled), kernel, 1, "SAME")
            loss = tf.reduce_sum(tf.linalg.diag_part(tf.reduce_mean(values, axis=(1, 2))))
        return tape.gradient(loss, pictures)

    return gradient


@functools.cache
def _mean_color():
    """Return ImageNet's mean colour (3,), blue, green, red, as `vgg16.scale_imagenet` takes it away."""
    return tuple(-vgg16.scale_imagenet(np.zeros((1, 1, 1, 3)))[0, 0, 0])


def _blur(picture):
    """Return a picture blurred a little, its edges continued outwards."""
    kernel = np.outer([1.0, 6, 1], [1, 6, 1]) / 64
    return convolution.apply_kernel(np.pad(picture, [(1, 1), (1, 1), (0, 0)], "edge"), kernel).astype(np.float32)
