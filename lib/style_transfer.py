"""A photo in the style of another picture, after L. A. Gatys, A. S. Ecker and M. Bethge (2016).

"Image Style Transfer Using Convolutional Neural Networks", CVPR, https://doi.org/10.1109/CVPR.2016.265.
Pictures are float arrays (height, width, 3) of 0 to 255.
"""

from dataclasses import dataclass

import keras
import numpy as np
import scipy.optimize
import scipy.spatial
import tensorflow as tf
from PIL import Image

from lib import vgg16

STYLE_LAYERS = ("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1")
CONTENT_LAYER = "block4_conv1"
GLASS = ((190, 30, 45), (244, 170, 40), (20, 90, 160), (30, 140, 90), (120, 50, 130), (240, 225, 180))
LEAD = 0.012  # of the width of the window: nearer than this to a second piece, there is lead


@dataclass(frozen=True)
class Transfer:
    """The result (height, width, 3), and content loss and style loss after each iteration, the start first."""

    picture: np.ndarray
    content_losses: list
    style_losses: list


def gram_matrix(features):
    """Return how strongly each pair of channels is active together: (height, width, channels) to (channels, channels).

    Entry (i, j) is the mean over all places of channel i times channel j. Raises ValueError for another rank.
    """
    if len(features.shape) != 3:
        raise ValueError(f"features have shape {tuple(features.shape)}, expected (height, width, channels).")
    rows = keras.ops.reshape(features, (-1, features.shape[-1]))
    return keras.ops.transpose(rows) @ rows / rows.shape[0]


def build_losses(content, style):
    """Return a function of a picture (height, width, 3) and a style weight: content loss, style loss, and a gradient.

    The content loss is the mean squared difference of the features of CONTENT_LAYER, as a share of their mean square;
    the style loss the same for Gram matrices, averaged over STYLE_LAYERS. A value of 1 is as far off as nothing at all.
    The gradient, of the picture's shape, is that of content loss + style weight * style loss.
    Raises ValueError when a picture is not (height, width, 3) or the two sizes differ.
    """
    content, style = np.asarray(content, float), np.asarray(style, float)
    if content.shape != style.shape or content.ndim != 3 or content.shape[-1] != 3:
        raise ValueError(
            f"content has shape {content.shape} and style {style.shape}, expected the same (height, width, 3)."
        )
    base = vgg16.build_base(content.shape)
    names = dict.fromkeys((*STYLE_LAYERS, CONTENT_LAYER))
    network = keras.Model(base.input, [base.get_layer(name).output for name in names])

    @tf.function
    def features(picture):
        outputs = network(keras.applications.vgg16.preprocess_input(picture[None]))
        return dict(zip(names, (output[0] for output in outputs), strict=True))

    content_target = features(tf.constant(content, tf.float32))[CONTENT_LAYER]
    style_features = features(tf.constant(style, tf.float32))
    style_targets = [gram_matrix(style_features[name]) for name in STYLE_LAYERS]

    @tf.function
    def measure(picture, style_weight):
        with tf.GradientTape() as tape:
            tape.watch(picture)
            found = features(picture)
            content_loss = _share(found[CONTENT_LAYER], content_target)
            grams = [gram_matrix(found[name]) for name in STYLE_LAYERS]
            style_loss = sum(map(_share, grams, style_targets)) / len(grams)
            total = content_loss + style_weight * style_loss
        return content_loss, style_loss, tape.gradient(total, picture)

    def losses(picture, style_weight):
        numbers = measure(tf.constant(picture, tf.float32), tf.constant(style_weight, tf.float32))
        return tuple(np.asarray(number, float) for number in numbers)

    return losses


def transfer(losses, content, style_weight, iterations):
    """Return the Transfer of a style to a content (height, width, 3): L-BFGS from the content, values 0 to 255.

    `losses` comes from `build_losses`. It makes content loss + style_weight * style loss small. Raises ValueError for
    a weight below 0 and for fewer than one iteration.
    """
    if not style_weight >= 0 or iterations < 1:
        raise ValueError(f"style_weight is {style_weight} and iterations {iterations}, expected at least 0 and 1.")
    content = np.asarray(content, float)
    curves = {}

    def objective(values):
        content_loss, style_loss, slope = losses(values.reshape(content.shape), style_weight)
        curves[values.tobytes()] = float(content_loss), float(style_loss)
        # Without the factor a first step would change the loss by less than float32 can tell.
        return content.size * (content_loss + style_weight * style_loss), content.size * slope.ravel()

    path = [content.tobytes()]
    result = scipy.optimize.minimize(
        objective,
        content.ravel(),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, 255)] * content.size,
        callback=lambda values: path.append(values.tobytes()),
        options={"maxiter": iterations},
    )
    content_losses, style_losses = zip(*(curves[place] for place in path), strict=True)
    return Transfer(result.x.reshape(content.shape), list(content_losses), list(style_losses))


def stained_glass(size, pieces=60, seed=0):
    """Return a picture (size, size, 3) of 0 to 255 by a rule: pieces of coloured glass between dark lines.

    `pieces` points are drawn at random. A pixel has the colour of its nearest point, and is dark where the second
    nearest is almost as near. The picture is drawn four times as large and shrunk. Raises ValueError for fewer than
    two pieces.
    """
    if pieces < 2:
        raise ValueError(f"pieces is {pieces}, expected at least 2.")
    rng = np.random.default_rng(seed)
    points, colors = rng.random((pieces, 2)), np.array(GLASS)[rng.integers(len(GLASS), size=pieces)]
    large = 4 * size
    places = np.stack(np.meshgrid(*[(np.arange(large) + 0.5) / large] * 2, indexing="ij"), axis=-1)
    (nearest, second), (piece, _) = (
        np.moveaxis(part, -1, 0) for part in scipy.spatial.KDTree(points).query(places, k=2)
    )
    picture = colors[piece] * (1 - 0.5 * nearest / nearest.max())[..., None]
    picture[second - nearest < LEAD] = 20
    small = Image.fromarray(picture.astype(np.uint8)).resize((size, size), Image.Resampling.BOX)
    return np.asarray(small, float)


def _share(values, target):
    return keras.ops.mean((values - target) ** 2) / keras.ops.mean(target**2)
